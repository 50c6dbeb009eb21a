//! Ids that are guessed lead nowhere (trust.md AZ-6).

use server::router::Access;
use types::Face;
use uuid::Uuid;

use super::things::Kit;
use crate::{
    routes::{all, name},
    support::{Web, bare, own},
};

testkit::both_engines! {
    async fn guessed_ids_lead_nowhere(web: Web) {
        let kit = Kit::new(&web).await;
        let things = kit.things(&kit.person().await).await;
        let amira = web.app.user("amira").await;
        kit.things(&amira).await;
        let token = web.token(&[types::Scope::All]).await;
        let own_token = web.own_token(&web.person().await, &[types::Scope::MeAll]).await;
        let cookie = web.cookie(Face::Portal).await;
        let reads: Vec<_> = all(&web).into_iter().filter(|entry| {
            entry.method == "GET" && entry.path.contains("{id}") && entry.access != Access::Public
        }).collect();
        // Near an id that is there, and anywhere.
        let near: Vec<u128> = things.0.iter().filter_map(|(_, id)| Uuid::parse_str(id).ok()).map(|id| id.as_u128()).collect();
        let guesses = near.iter().flat_map(|id| [id ^ 1, id ^ (1 << 64), id.wrapping_add(1)].map(Uuid::from_u128));
        let guesses: Vec<Uuid> = guesses.chain((0..20).map(|_| Uuid::now_v7())).collect();
        let mut walked = 0;
        for entry in reads {
            for guess in &guesses {
                let path = entry.path.replace("{id}", &guess.to_string());
                let answer = match entry.access {
                    Access::Token(_) | Access::AnyToken(_) => web.rest(&token, "GET", &path, None).await,
                    Access::OwnToken(_) => web.rest(&own_token, "GET", &path, None).await,
                    Access::Session(Face::Portal) => {
                        web.send(bare(own("GET", &path).header("cookie", &cookie))).await
                    }
                    _ => continue,
                };
                assert_eq!(answer.status, 404, "{} with {guess}", name(&entry));
                walked += 1;
            }
        }
        assert!(walked > 200, "{walked} guesses");
    }

    async fn no_name_that_is_not_registered_is_a_server_function(web: Web) {
        let cookie = web.cookie(Face::Console).await;
        for name in ["", "users", "users/list/", "Users/list", "users/list2", "../_fn/console/users/list", "internal/reset", "list_users"] {
            let request = own("POST", &format!("/_fn/console/{name}")).header("cookie", &cookie);
            let request = request.header("content-type", crate::support::JSON).body("{}".into()).unwrap();
            assert_eq!(web.send(request).await.status, 404, "{name}");
        }
    }
}

import { expectAccessible, expectNoSidewaysScroll, shoot } from "../support/page.ts";
import { createAdministrator } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

test.use({ house: "letters" });

const LANGUAGES = ["en", "de", "fr", "es", "ja", "ar"];
const KINDS = [
  "invitation",
  "registration",
  "reminder",
  "set_password",
  "reset_password",
  "pin_ended",
  "password_changed",
  "unfamiliar_sign_in",
  "profile_missing",
];

/** Every message in every language, by day and by night, on a wide and on a narrow window. */
for (const language of LANGUAGES) {
  test(`every letter can be read in ${language}`, async ({ page, gatehouse }, info) => {
    if (!(await gatehouse.command(["user", "list"])).stdout.includes("ada")) await createAdministrator(gatehouse);
    const night = info.project.name === "dark" ? ["--dark"] : [];
    for (const kind of KINDS) {
      await test.step(kind, async () => {
        const made = await gatehouse.command(["template", "preview", kind, language, ...night]);
        expect(made.code, made.stderr).toBe(0);
        await page.setContent(made.stdout);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
        await expect(page.getByText("Vellmere").or(page.getByText("Gatehouse")).first()).toBeVisible();
        expect(await page.locator("body").innerText()).not.toMatch(/\$[A-Z_]+\$|undefined|\{\{/);
        await expectNoSidewaysScroll(page);
        // Landmarks are those of the mail program.
        await expectAccessible(page, ["landmark-one-main", "region"]);
        const text = (await gatehouse.command(["template", "preview", kind, language, "--text"])).stdout;
        expect(text.trim().length, text).toBeGreaterThan(100);
        expect(text).not.toMatch(/\$[A-Z_]+\$|<\/?[a-z]+[^>]*>|&[a-z]+;/);
        await shoot(page, `letter-${kind}-${language}`);
      });
    }
  });
}

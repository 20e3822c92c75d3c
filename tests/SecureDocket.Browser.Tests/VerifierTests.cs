using System.Text.Json.Nodes;
using SecureDocket.Credentials;
using SecureDocket.Testing;
using SecureDocket.Verifier.Tests;
using Xunit;

namespace SecureDocket.Browser.Tests;

/// <summary>The browser's verifier gives the verdicts that are written down for all, and agrees with .NET on texts that nobody wrote.</summary>
[Collection(DeskCollectionDefinition.Name)]
public sealed class VerifierTests(BrowserFixture browser)
{
    private const int Mutations = 2000;

    private static readonly JsonNode s_cases = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "cases", "verdicts.json")))!;

    [BrowserFact]
    public async Task Every_text_gets_the_verdict_reasons_evidence_and_claims_that_are_due()
    {
        await using var page = await VerifierPage.OpenAsync(browser);

        var given = await page.RunAsync(
            """
            const packs = {};
            for (const [name, { anchor, at, bytes }] of Object.entries(given.packs)) {
                packs[name] = await verifier.openPack(bytesOf(bytes), { anchor, now: new Date(at) });
            }
            const verdicts = [];
            for (const { text, pack, audience, at } of given.verdicts) {
                const { verdict, reasons, evidence, credential } = await verifier.verify(text, packs[pack], { audience, now: new Date(at) });
                const { keyId, statusAsOf, statusAgeSeconds, packAgeSeconds, checkByEye } = evidence;
                if (evidence.method !== 'credential' || evidence.audience !== audience || new Date(evidence.checkedAt).getTime() !== new Date(at).getTime()
                    || evidence.packVersion !== packs[pack].version || evidence.packAsOf !== packs[pack].issuedAt) throw new Error('evidence');
                const face = credential?.face && { type: credential.face.type, bytes: base64Of(credential.face.bytes) };
                verdicts.push({
                    verdict, reasons, evidence: { keyId, statusAsOf, statusAgeSeconds, packAgeSeconds, checkByEye }, credential: credential && { ...credential, face },
                });
            }
            return verdicts;
            """,
            s_cases);

        var verdicts = s_cases["verdicts"]!.AsArray();
        Assert.Equal(verdicts.Count, given.AsArray().Count);
        Assert.Empty(verdicts.Zip(given.AsArray(), (due, was) => (due, was))
            .Where(pair => !((string[])["verdict", "reasons", "evidence", "credential"]).All(member => JsonNode.DeepEquals(pair.due![member], pair.was![member])))
            .Select(pair => $"{pair.due!["name"]}: {pair.was!.ToJsonString()}"));
    }

    [BrowserFact]
    public async Task Every_pack_is_opened_or_refused_for_the_reason_that_is_due()
    {
        await using var page = await VerifierPage.OpenAsync(browser);

        var given = await page.RunAsync(
            """
            const reasons = [];
            for (const { bytes, previous, anchor, at } of given.openings) {
                const inHand = previous && await verifier.openStoredPack(bytesOf(previous));
                try {
                    await verifier.openPack(bytesOf(bytes), { previous: inHand, anchor, now: new Date(at) });
                    reasons.push(null);
                } catch (refused) {
                    if (!(refused instanceof verifier.PackRefused)) throw refused;
                    reasons.push(refused.reason);
                }
            }
            return reasons;
            """,
            s_cases);

        var openings = s_cases["openings"]!.AsArray();
        Assert.Equal(openings.Count, given.AsArray().Count);
        Assert.Empty(openings.Zip(given.AsArray(), (due, was) => (due, was))
            .Where(pair => !JsonNode.DeepEquals(pair.due!["reason"], pair.was))
            .Select(pair => $"{pair.due!["name"]}: {pair.was ?? "opened"}, due {pair.due["reason"] ?? "opened"}"));
    }

    [BrowserFact]
    public async Task Changed_and_cut_texts_get_the_same_reasons_as_from_dotnet()
    {
        var texts = ChangedTexts.Make(new Random(4296), Mutations).ToArray();
        var pack = SharedCases.Packs["main"];
        var trust = pack.TrustFor("officer");
        var due = texts.Select(text => string.Join(' ', CredentialVerifier.Verify(text, trust, pack.IssuedAt).Reasons)).ToArray();
        await using var page = await VerifierPage.OpenAsync(browser);

        var given = await page.RunAsync(
            """
            const { anchor, at, bytes } = given.packs.main;
            const pack = await verifier.openPack(bytesOf(bytes), { anchor, now: new Date(at) });
            const reasons = [];
            for (const text of given.texts) {
                reasons.push((await verifier.verify(text, pack, { audience: 'officer', now: new Date(at) })).reasons.join(' '));
            }
            return reasons;
            """,
            new JsonObject { ["packs"] = s_cases["packs"]!.DeepClone(), ["texts"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) });

        var was = given.AsArray().Select(reasons => reasons!.GetValue<string>()).ToArray();
        Assert.Equal(texts.Length, was.Length);
        Assert.Empty(Enumerable.Range(0, texts.Length).Where(i => due[i] != was[i]).Select(i => $"{texts[i]}: .NET {due[i]}, browser {was[i]}"));

        // Else the changes would all stop at one layer.
        Assert.InRange(due.Distinct().Count(), 15, 100);
    }

    [BrowserFact]
    public async Task Of_keys_that_share_an_id_each_is_tried()
    {
        await using var page = await VerifierPage.OpenAsync(browser);

        // Nobody can make two keys collide on 8 bytes in a test's time; a pack in hand is plain data, so one is put in the other's place.
        var given = await page.RunAsync(
            """
            const { anchor, at, bytes } = given.packs.main;
            const now = new Date(at);
            const pack = await verifier.openPack(bytesOf(bytes), { anchor, now });
            const { text } = given.verdicts.find(({ verdict }) => verdict === 'valid');
            const [, cards, ...others] = pack.keys;
            const renamed = others.map((key) => ({ ...key, id: cards.id }));
            const judge = async (keys) => (await verifier.verify(text, { ...pack, keys }, { audience: 'officer', now })).reasons.join(' ');
            return [await judge([...renamed, cards]), await judge([cards, ...renamed]), await judge(renamed)];
            """,
            s_cases);

        Assert.Equal(["", "", Reasons.BadSignature], given.AsArray().Select(reasons => reasons!.GetValue<string>()));
    }

    [BrowserFact]
    public async Task A_pack_goes_to_a_worker_and_judges_there()
    {
        await using var page = await VerifierPage.OpenAsync(browser);

        var given = await page.RunAsync(
            """
            const { anchor, at, bytes } = given.packs.main;
            const pack = await verifier.openPack(bytesOf(bytes), { anchor, now: new Date(at) });
            const { text } = given.verdicts.find(({ verdict }) => verdict === 'valid');
            const source = `import { verify } from '${location.origin}/verifier/index.js';
                onmessage = async ({ data: { text, pack, as } }) => postMessage(await verify(text, pack, as).then(({ verdict }) => verdict, String));
                postMessage('ready');`;
            const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })), { type: 'module' });
            const answer = () => new Promise((resolve, reject) => {
                worker.onmessage = ({ data }) => resolve(data);
                worker.onerror = () => reject(new Error('worker'));
            });
            await answer();
            worker.postMessage({ text, pack, as: { audience: 'officer', now: new Date(at) } });
            return [await answer()];
            """,
            s_cases);

        Assert.Equal("valid", given[0]!.GetValue<string>());
    }

    [BrowserFact]
    public async Task What_the_caller_gets_wrong_is_an_error_and_no_verdict()
    {
        await using var page = await VerifierPage.OpenAsync(browser);

        var given = await page.RunAsync(
            """
            const { anchor, at, bytes } = given.packs.main;
            const now = new Date(at);
            const pack = await verifier.openPack(bytesOf(bytes), { anchor, now });
            const error = async (act) => { try { await act(); return 'none'; } catch (failure) { return failure.name; } };
            return [
                await error(() => verifier.openPack(bytesOf(bytes), { now })),
                await error(() => verifier.openPack(bytesOf(bytes), { anchor, now: new Date(NaN) })),
                await error(() => verifier.verify('', pack, { audience: 'constructor', now })),
                await error(() => verifier.verify('', structuredClone(pack), { audience: 'toString', now })),
                await error(() => verifier.verify('', pack, { audience: 'officer', now: 'noon' })),
            ];
            """,
            s_cases);

        Assert.Equal(["TypeError", "TypeError", "RangeError", "RangeError", "TypeError"], given.AsArray().Select(name => name!.GetValue<string>()));
    }
}

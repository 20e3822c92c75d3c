using System.Globalization;
using System.Net;
using System.Text;
using SecureDocket.Cards;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Development;
using SecureDocket.Printing;
using SecureDocket.Texts;
using SecureDocket.Verdicts;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The page at <c>/dev</c>: the printed cards, their verdicts, and what to try next.</summary>
internal static class StartPage
{
    private static readonly Actor s_viewer = new(Roles.EnrollmentOfficer, "local-start-page");

    public static void MapStartPage(this WebApplication app)
    {
        app.MapGet("/dev", RenderAsync);
        app.MapGet("/dev/cards/{cardNumber}/{side}.svg", PrintAsync);
    }

    private static async Task<IResult> PrintAsync(string cardNumber, string side, PrintCard print, CancellationToken cancellationToken)
    {
        if (!CardNumber.TryParse(cardNumber, out var number))
        {
            return Results.NotFound();
        }

        var face = await print.ExecuteAsync(number, side == "back" ? CardSide.Back : CardSide.Front, s_viewer, cancellationToken);
        return face.IsRefused ? Results.NotFound() : Results.Text(face.Value, "image/svg+xml; charset=utf-8");
    }

    private static async Task<IResult> RenderAsync(
        HttpContext http, VerifyCard verify, ViewCard view, ClockWalk walk, HostLife life, CancellationToken cancellationToken)
    {
        var cards = new StringBuilder();
        string? first = null;
        foreach (var entry in PilotRoster.Entries)
        {
            if (!CardNumber.TryParse(entry.CardNumber, out var number))
            {
                cards.Append(WithoutCard(entry));
                continue;
            }

            var record = await view.ExecuteAsync(number, s_viewer, cancellationToken);
            if (record.IsRefused)
            {
                continue;
            }

            var credential = record.Value.Card.CredentialText();
            first ??= credential;
            var request = new VerificationRequest(Audience.Officer, credential, default);
            var verdict = (await verify.ExecuteAsync(request, s_viewer, cancellationToken)).Value!;
            cards.Append(WithCard(entry, number, credential, verdict));
        }

        var count = PilotRoster.Entries.Count(entry => entry.CardNumber is not null);
        var page = Template
            .Replace("{{origin}}", $"http://localhost:{http.Request.Host.Port}", StringComparison.Ordinal)
            .Replace("{{count}}", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{people}}", PilotRoster.Entries.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{credential}}", Html(first ?? ""), StringComparison.Ordinal)
            .Replace("{{pin}}", PilotRoster.Pin, StringComparison.Ordinal)
            .Replace("{{clock}}", Clock(walk, life), StringComparison.Ordinal)
            .Replace("{{cards}}", cards.ToString(), StringComparison.Ordinal);
        return Results.Text(page, "text/html; charset=utf-8");
    }

    private static string Clock(ClockWalk walk, HostLife life) => ClockForms.AheadOf(walk) is { } ahead
        ? $"""
            <div class="ahead" id="clock"><p>The clock of this host is <strong>{ahead} ahead</strong>. Sign-ins and the packs of scanners from before have ended by
            its time.</p>{ClockForms.Back(walk, life)}<details><summary>What that means</summary>{ClockForms.Meaning}</details></div>
            """
        : $"""
            <details id="clock"><summary>The clock of this host is right. Start again?</summary>{ClockForms.Back(walk, life)}{ClockForms.Meaning}</details>
            """;

    private static string WithoutCard(PilotRoster.Entry entry) => $"""
        <article class="none"><h3 dir="auto" lang="{Html(entry.Language)}">{Html(entry.Name)}</h3>
        <p>{Html(entry.LatinName)} · {Html(entry.Site)}</p>
        <p class="verdict no">✕ no card</p><p>{Html(entry.Refusal ?? "")}</p></article>
        """;

    private static string WithCard(PilotRoster.Entry entry, CardNumber number, string credential, Verification verdict) => $"""
        <article><h3 dir="auto" lang="{Html(entry.Language)}">{Html(entry.Name)}</h3>
        {Face(number, "Front", $"/dev/cards/{number}/front.svg")}
        {Face(number, "Back", $"/dev/cards/{number}/back.svg")}
        <p>{Outcome(verdict)}
        <button type="button" data-credential="{Html(credential)}">Try its QR text</button>
        {PortalLink(entry, number)}</p></article>
        """;

    private static string Face(CardNumber number, string side, string address) => $"""
        <a href="{address}"><img loading="lazy" width="428" height="270" alt="{side} of card {number.ToPrinted()}" src="{address}"></a>
        """;

    private static string Outcome(Verification verdict) => verdict.Outcome == Credentials.Outcome.Valid
        ? """<span class="verdict yes">✓ valid</span>"""
        : $"""<span class="verdict no">✕ {Html(string.Join(", ", verdict.Reasons))}</span>""";

    private static string PortalLink(PilotRoster.Entry entry, CardNumber number)
    {
        var language = Html(TextCatalogue.Default.LanguageFor(entry.Language));
        return $"""<a href="/?lang={language}#{number.ToPrinted()}">Open the portal as its back does</a>""";
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private const string Template = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Secure Docket Card, on this machine</title>
        <link rel="stylesheet" href="/dev/look.css">
        <h1>Secure Docket Card</h1>
        <p>{{people}} invented people, {{count}} cards. Everybody and everything here is made up; the signing key is a development key.</p>
        <p>Officers: the <a href="/verify">scanner</a>, the <a href="/enroll">enrollment desk</a>, the <a href="/inbox">inbox</a> and the <a href="/desk">desk</a> ask who of
        some invented officers signs in.</p>
        <p>Text messages: the <a href="/dev/outbox">outbox</a> shows every phone, takes answers, and puts the clock forward.</p>
        <p>Requests: the <a href="/dev/requests">log of requests</a> finds the one whose <code>traceId</code> a problem names.</p>
        {{clock}}

        <p>As a cardholder: open the portal from a card below, with the PIN {{pin}}; the code is in the outbox.
        As an officer: <a href="/verify">/verify</a> scans a card, also without a network, <a href="/enroll">/enroll</a> is the desk
        that makes one, and <a href="/inbox">/inbox</a> shows what people texted and only a person can answer.</p>

        <h2>Try it</h2>
        <div class="try">
          <section>
            <p>This is the text of a card's QR code. Scan one of the cards below with a phone and you read the same. Verify it, then
            change one character.</p>
            <label for="text">QR text</label>
            <textarea id="text" spellcheck="false">{{credential}}</textarea>
            <p><button type="button" id="verify">Verify as anyone</button> <output id="answer" for="text"></output></p>
          </section>
          <section>
            <p>The same with curl, as a field officer sees it:</p>
        <pre>TOKEN=$(curl -s {{origin}}/dev/tokens/Field.Officer)
        curl -s {{origin}}/api/v1/verifications \
          -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
          -d '{"credential":"…the QR text…"}'</pre>
            <p>Keys: <a href="/api/v1/keys">/api/v1/keys</a>. Tokens: <code>/dev/tokens/{role}</code> for Enrollment.Officer,
            Field.Officer, Partner.Verifier, Docket.Auditor, Program.Administrator, Protection.Supervisor; a second person with the role is
            <code>/dev/tokens/{role}/2</code>.</p>
            <p>Without a network: the <a href="/api/v1/verifier-pack">verifier pack</a> holds keys and
            <a href="/api/v1/status-lists">status lists</a>; a change is in it within a minute.</p>
        <pre>alias verifier='dotnet run --project src/SecureDocket.Verifier --'
        verifier pack update {{origin}} --pack .local/pack --trust-first
        verifier verify '…the QR text…' --pack .local/pack</pre>
          </section>
        </div>

        <h2>The cards</h2>
        <div class="grid">{{cards}}</div>
        <script>
          const text = document.getElementById('text'), answer = document.getElementById('answer');
          document.getElementById('verify').onclick = async () => {
            const response = await fetch('/api/v1/verifications', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ credential: text.value })
            });
            const body = await response.json();
            answer.textContent = body.verdict ? [body.verdict, ...body.reasons].join(' · ') : body.title;
            answer.className = 'verdict ' + (body.verdict === 'valid' ? 'yes' : 'no');
          };
          for (const button of document.querySelectorAll('button[data-credential]')) {
            button.onclick = () => {
              text.value = button.dataset.credential;
              answer.textContent = '';
              text.scrollIntoView({ behavior: 'smooth', block: 'center' });
            };
          }
        </script>
        </html>
        """;
}

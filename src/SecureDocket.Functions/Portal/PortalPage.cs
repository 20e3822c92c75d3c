using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Functions.Pages;
using SecureDocket.Messages;
using SecureDocket.Printing;
using SecureDocket.SignIns;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary>One page of the portal in one language.</summary>
internal sealed class PortalPage(
    HttpContext http, PortalLanguage language, PortalLanguages languages, WebFiles files, SmsOptions sms, CardOptions cards, Instant now, string proof, string? drafts)
{
    // Does not escape letters of any script: a page in Punjabi would be three times as long.
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly PortalText[] s_notices =
    [
        PortalText.Failed, PortalText.Expired, PortalText.NotPossible, PortalText.SignInFailed, PortalText.TooMany,
        PortalText.SignedOut, PortalText.SignInFirst, PortalText.Booked, PortalText.Moved, PortalText.SlotTaken,
        PortalText.WasCancelled, PortalText.Reported, PortalText.Saved, PortalText.CodeWrong, PortalText.PhoneChanged,
        PortalText.PhoneChangedUntold, PortalText.CodeBad, PortalText.ChooseLoss, PortalText.ChooseTime, PortalText.AlreadyCancelled,
        PortalText.FoundTold,
    ];

    private static readonly HashSet<PortalText> s_good =
    [
        PortalText.SignedOut, PortalText.Booked, PortalText.Moved, PortalText.WasCancelled, PortalText.Reported, PortalText.Saved,
        PortalText.PhoneChanged, PortalText.PhoneChangedUntold, PortalText.AlreadyCancelled, PortalText.FoundTold,
    ];

    private static readonly TimeSpan s_notice = TimeSpan.FromMinutes(2);

    private readonly List<Fault> _faults = [];

    /// <summary>The page's texts.</summary>
    public PortalLanguage Words => language;

    /// <summary>Our number that texts a person.</summary>
    public string SenderFor(CardholderId id) => sms.SenderFor(id).Number;

    /// <summary>A text with the number to call, as a link that dials it.</summary>
    public IHtmlContent Call(PortalText text, params (string Name, string Value)[] values)
    {
        var around = Words.With(text, [.. values, ("contact", sms.Contact)]).Split($"\u2068{sms.Contact}\u2069", 2);
        return Html($"""{around[0]}{Phone(sms.Contact)}{around[1]}""");
    }

    /// <summary>A phone number as a link that dials it.</summary>
    public static IHtmlContent Phone(string number) => Html($"""<a href="tel:{number}" dir="ltr">{number}</a>""");

    /// <summary>A form with one button. What is missing the page says itself, in its own language, and not the browser.</summary>
    public IHtmlContent Form(string action, IHtmlContent fields, PortalText button, string style = "") => Html($"""
        <form method="post" action="{action}" novalidate>{Hidden("proof", proof)}{fields}<button class="{style}">{Words[button]}</button></form>
        """);

    /// <summary>A field of a form that the person does not see.</summary>
    public static IHtmlContent Hidden(string name, object value) => Html($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>A field that identifies this rendering of a form, so that submitting it twice takes effect once.</summary>
    public static IHtmlContent Once() => Hidden("once", OperationId.New().Value);

    /// <summary>Notes what is wrong with a field, before the field is rendered.</summary>
    /// <param name="field">The ID of the field, or of the first choice of a group.</param>
    /// <param name="text">What is wrong and what to do.</param>
    public void Refuse(string field, PortalText text) => _faults.Add(new(field, text));

    /// <summary>Whether the address says this.</summary>
    public bool Tells(PortalText text) => NoticeOfAddress() == text;

    /// <summary>Notes what is wrong with a field if the address says so.</summary>
    public void RefuseAsAddressed(string field, params ReadOnlySpan<PortalText> texts)
    {
        if (NoticeOfAddress() is { } text && texts.Contains(text))
        {
            Refuse(field, text);
        }
    }

    /// <summary>A field with its label, its hint and what is wrong with it.</summary>
    /// <param name="name">Its name and ID.</param>
    /// <param name="label">The label.</param>
    /// <param name="hint">The hint; null for none.</param>
    /// <param name="attributes">The other attributes of its input.</param>
    public IHtmlContent Field(string name, PortalText label, string? hint, IHtmlContent attributes)
    {
        var described = string.Join(' ', new[] { hint is null ? null : $"{name}-hint", FaultOf(name) is null ? null : $"{name}-fault" }.OfType<string>());
        return Html($"""
            <label for="{name}">{Words[label]}</label>
            {(hint is null ? None : Html($"""<p class="hint" id="{name}-hint">{hint}</p>"""))}
            {FaultAt(name)}
            <input id="{name}" name="{name}"{(described.Length == 0 ? None : Html($""" aria-describedby="{described}" """))}{(FaultOf(name) is null ? None : Html($""" aria-invalid="true" """))} {attributes}>
            """);
    }

    /// <summary>What is wrong with a field or a group of choices, for beside it; nothing if nothing is.</summary>
    public IHtmlContent FaultAt(string name) => FaultOf(name) is not { } fault
        ? None
        : Html($"""<p class="fault" id="{name}-fault">{Words[fault.Text]}</p>""");

    /// <summary>Renders the page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="body">Its content.</param>
    /// <param name="script">The path within <c>Web</c> of an optional script; null for none.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="notice">The notice to show first; null for the one named in the address.</param>
    public IResult Answer(PortalText title, IHtmlContent body, string? script = null, int status = 200, PortalText? notice = null)
    {
        var isSignedIn = http.Features.Get<Session>() is not null;
        var text = new StringWriter(CultureInfo.InvariantCulture);
        Html($"""
            <!doctype html>
            <html lang="{Words.Tag}" dir="{(Words.RightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{(_faults.Count == 0 ? "" : Words[PortalText.Problem] + ": ")}{Words[title]} · {Words[PortalText.Title]}</title>
            <link rel="icon" href="{files.AddressOf("portal/icon.svg")}">
            <link rel="stylesheet" href="{files.AddressOf("portal/look.css")}">
            {Script(script)}{Script(isSignedIn ? "portal/session.js" : null)}
            </head>
            <body>
            <a class="skip" href="#main">{Words[PortalText.SkipToContent]}</a>
            <header>
            <a class="brand" href="{(isSignedIn ? "/home" : "/")}">{Words[PortalText.Title]}</a>
            <details><summary>{Words[PortalText.Language]}{LanguageInEnglish()}</summary>{LanguageList()}</details>
            {(isSignedIn ? Form("/sign-out", None, PortalText.SignOut, "quiet") : None)}
            </header>
            <main id="main"{(drafts is null ? None : Html($""" data-drafts="{drafts}" """))}>
            {(isSignedIn ? SessionEnds() : None)}
            {Problems()}
            <h1>{Words[title]}</h1>
            {Notice(notice)}
            {body}
            </main>
            {(isSignedIn ? Menu() : None)}
            <footer>
            <p>{Call(PortalText.Help)}{HelpHours()}</p>
            {(isSignedIn ? Printed() : None)}
            </footer>
            </body>
            </html>
            """).WriteTo(text, s_encoder);
        return Results.Text(text.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    private IHtmlContent SessionEnds() => Html($"""
        <div id="session-ends" class="problem" role="alert" hidden data-after="{(Sessions.IdleTimeout - s_notice).TotalSeconds}">
        <p>{Words[PortalText.SessionEnds]}</p><button type="button">{Words[PortalText.StaySignedIn]}</button></div>
        """);

    private IHtmlContent HelpHours() => sms.Help is not { } hours ? None : Html(
        $"""<br><small>{Words.Weekday(hours.First)}{(hours.First == hours.Last ? "" : $" – {Words.Weekday(hours.Last)}")}{Words.Comma}{HoursOf(hours)} · {string.Join(Words.Comma, hours.Languages.Select(tag => languages.For(tag).Name))}</small>""");

    private string HoursOf(HelpHours hours)
    {
        var day = now.InZone(DateTimeZoneProviders.Tzdb[hours.TimeZone]);
        return $"{Words.Time(day.Date + hours.Hours.Opens)} – {Words.Time(day.Date + hours.Hours.Closes, day.GetZoneInterval().Name)}";
    }

    // On paper, where to look again.
    private IHtmlContent Printed()
    {
        var address = $"{cards.PortalUrl}{(cards.PortalUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={Words.Tag}";
        var code = QrPath.Of(address);
        return Html($"""
            <div class="printed"><svg viewBox="0 0 {code.Modules} {code.Modules}" width="110" height="110" aria-hidden="true"><path d="{code.Path}"/></svg>
            <p dir="ltr">{cards.PortalUrl}</p></div>
            """);
    }

    // The summary gets the focus, so that whoever cannot see the page hears it first.
    private IHtmlContent Problems() => _faults.Count == 0 ? None : Html($"""
        <div class="problem" role="alert" tabindex="-1" autofocus>
        <h2>{Words[PortalText.Problem]}</h2>
        <ul>{Each(_faults, fault => Html($"""<li><a href="#{fault.Field}">{Words[fault.Text]}</a></li>"""))}</ul>
        </div>
        """);

    private Fault? FaultOf(string field) => _faults.Find(fault => fault.Field == field);

    private IHtmlContent Script(string? path) => path is null ? None : Html($"""<script src="{files.AddressOf(path)}" defer></script>""");

    private IHtmlContent LanguageInEnglish() => Words.Tag == "en" ? None : Html($""" · <span lang="en">Language</span>""");

    private IHtmlContent LanguageList() => Html($"""<ul class="languages">{Each(languages.All, LanguageLink)}</ul>""");

    private IHtmlContent LanguageLink(PortalLanguage each) =>
        Html($"""<li><a href="{Here()}?{Kept()}lang={each.Tag}" lang="{each.Tag}" hreflang="{each.Tag}">{each.Name}</a></li>""");

    // Exactly one slash: after two, the rest would be a host name.
    private string Here() => $"/{http.Request.Path.ToUriComponent().TrimStart('/')}";

    // Keeps the parameters that select the content, but not the one-time notice.
    private string Kept() => string.Concat(http.Request.Query
        .Where(each => each.Key is not ("lang" or "done") && each.Value.Count == 1)
        .Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value[0]!)}&"));

    private IHtmlContent Notice(PortalText? given)
    {
        var notice = given ?? NoticeOfAddress();
        return notice is not { } text || _faults.Any(fault => fault.Text == text)
            ? None
            : Html($"""<p class="notice {(s_good.Contains(text) ? "good" : "bad")}" role="status">{Words[text]}</p>""");
    }

    private PortalText? NoticeOfAddress() =>
        Enum.TryParse<PortalText>(http.Request.Query["done"].FirstOrDefault(), out var notice) && s_notices.Contains(notice)
            ? notice
            : null;

    private IHtmlContent Menu()
    {
        (string Address, PortalText Text)[] entries =
        [
            ("/home", PortalText.Home), ("/dates", PortalText.AllDates), ("/papers", PortalText.Papers),
            ("/disclosures", PortalText.WhoLooked), ("/settings", PortalText.Settings), ("/loss", PortalText.LostCard),
            ("/sessions", PortalText.Sessions),
        ];
        return Html($"""
            <nav aria-label="{Words[PortalText.Menu]}"><ul>{Each(entries, entry => MenuEntry(entry.Address, entry.Text))}</ul></nav>
            """);
    }

    private IHtmlContent MenuEntry(string address, PortalText text)
    {
        var current = http.Request.Path.ToString() == address ? Html($""" aria-current="page" """) : None;
        return Html($"""<li><a href="{address}"{current}>{Words[text]}</a></li>""");
    }

    /// <summary>What is wrong with a field.</summary>
    private sealed record Fault(string Field, PortalText Text);
}

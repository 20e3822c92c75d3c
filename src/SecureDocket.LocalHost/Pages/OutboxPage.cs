using System.Globalization;
using System.Net;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Messages;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The page at <c>/dev/outbox</c>: every phone with its messages and their delivery, and the clock.</summary>
internal static class OutboxPage
{
    // Messages shown per phone; the file has all of them.
    private const int Shown = 50;

    private static readonly int[] s_failures = [4004, 4006, 4007, 5001, 5002, 9999];
    private static readonly string[] s_quickReplies = ["1", "2", "3", "STOP", "START", "HELP"];

    /// <summary>Renders the current state of clock and outbox.</summary>
    public static string Render(Outbox outbox, ClockWalk walk, HostLife life)
    {
        var now = walk.Now;
        var phones = outbox.Messages.GroupBy(message => message.Phone).OrderByDescending(phone => phone.Max(message => message.At))
            .Select(phone => Phone(phone.Key, [.. phone], now));
        return Template
            .Replace("{{settings}}", Settings(outbox.Settings), StringComparison.Ordinal)
            .Replace("{{clock}}", Clock(walk, now) + ClockForms.Back(walk, life), StringComparison.Ordinal)
            .Replace("{{phones}}", string.Concat(phones.DefaultIfEmpty("<p>Nothing has left yet.</p>")), StringComparison.Ordinal);
    }

    private static string Settings(SettingsLine settings)
    {
        (SmsMode Mode, string Label)[] modes =
        [
            (SmsMode.Accept, "accepts"),
            (SmsMode.Refuse, "refuses with 429"),
            (SmsMode.Fail, "fails with 500"),
            (SmsMode.NoAnswer, "takes it, and the answer is lost"),
        ];
        var options = modes.Select(mode => ModeOption(mode.Mode, mode.Label, mode.Mode == settings.Mode));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <form method="post" action="/dev/outbox/settings">
            <label>Provider <select name="mode">{string.Concat(options)}</select></label>
            <label>after <input type="number" name="latencySeconds" min="0" max="60" step="0.1" value="{settings.LatencySeconds}"> s</label>
            <label><input type="checkbox" name="holdReceipts" value="true"{(settings.HoldReceipts ? " checked" : "")}> hold receipts</label>
            <button>Set</button></form>
            """);
    }

    private static string ModeOption(SmsMode mode, string label, bool isChosen) =>
        $"""<option value="{mode}"{(isChosen ? " selected" : "")}>{label}</option>""";

    private static string Clock(ClockWalk walk, DateTimeOffset now) => walk switch
    {
        { UnderWay: { } course } => string.Create(CultureInfo.InvariantCulture, $"""
            <p><strong>{Time(now)}</strong>, on the way to {Time(course.Target)}
            <progress max="{(course.Target - course.Begun).TotalMinutes:0}" value="{(now - course.Begun).TotalMinutes:0}"></progress></p>
            """),
        { CanWalk: true } => $"""
            <form method="post" action="/dev/clock"><strong>{Time(now)}</strong> Put the clock forward:
            {StepButton("PT1H", "1 hour")} {StepButton("P1D", "1 day")} {StepButton("P7D", "1 week")}</form>
            """,
        _ => $"<p><strong>{Time(now)}</strong></p>",
    };

    private static string StepButton(string step, string label) => $"""<button name="by" value="{step}">{label}</button>""";

    private static string Phone(string number, IReadOnlyList<OutboxMessage> messages, DateTimeOffset now)
    {
        var bubbles = string.Concat(messages.TakeLast(Shown).Select(message => Bubble(message, now)));
        var quick = string.Concat(s_quickReplies.Select(text => $"""<button name="text" value="{text}">{text}</button>"""));
        var ends = $"""
            <input type="hidden" name="phone" value="{Html(number)}"><input type="hidden" name="sender" value="{Html(messages[^1].Sender)}">
            """;
        return $"""
            <section class="phone" id="{AnchorOf(number)}"><h2>{Html(number)}{Owners(number)}</h2>
            <ol>{bubbles}</ol>
            <form class="quick" method="post" action="/dev/outbox/replies">{ends}{quick}</form>
            <form class="free" method="post" action="/dev/outbox/replies">{ends}<input type="text" name="text" maxlength="500"
                dir="auto" autocomplete="off" aria-label="Reply from {Html(number)}" required><button>Send</button></form>
            </section>
            """;
    }

    private static string Owners(string number) =>
        PilotRoster.OwnersOf(number) is { Count: > 0 } owners ? $"""<small dir="auto">{Html(string.Join(", ", owners))}</small>""" : "";

    private static string Bubble(OutboxMessage message, DateTimeOffset now)
    {
        var text = $"""<p class="bubble" dir="auto">{Html(message.Text)}</p>""";
        if (message.IsReply)
        {
            return $"""<li class="reply">{text}<small>{Time(message.At)}</small></li>""";
        }

        var codes = string.Concat(s_failures.Select(code => $"<option>{code}</option>"));
        return $"""
            <li>{text}<small>{Time(message.At)} from {Html(message.Sender)}: {ReceiptOf(message, now)}</small>
            <form class="receipt" method="post" action="/dev/outbox/receipts">
            <input type="hidden" name="messageId" value="{Html(message.Id)}">
            Receipt: <button name="do" value="deliver">Delivered</button>
            <select name="code" aria-label="Why it fails">{codes}</select><button name="do" value="fail">Failed</button>
            <button name="do" value="twice">Twice</button>
            <button name="do" value="delay">In an hour</button> <button name="do" value="hold">Hold</button></form></li>
            """;
    }

    /// <summary>Describes a message's receipts.</summary>
    private static string ReceiptOf(OutboxMessage message, DateTimeOffset now) => message.Receipts is [.., var last]
        ? (last.At > now ? "receipt on its way, " : "")
            + (last.Code == LocalCarrier.Delivered ? "delivered" : $"failed with {last.Code}")
            + (message.Receipts.Count > 1 ? $", {message.Receipts.Count} receipts" : "")
            + $", {Time(last.At)}"
        : "no receipt";

    /// <summary>The ID of the element that shows a phone.</summary>
    public static string AnchorOf(string number) => "phone-" + string.Concat(number.Where(char.IsAsciiLetterOrDigit));

    private static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private const string Template = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Outbox – Secure Docket Card</title>
        <link rel="stylesheet" href="/dev/look.css">
        <link rel="stylesheet" href="/dev/outbox.css">
        <h1>Outbox</h1>
        <p>Text messages that would have left, as the phones show them; none did. <a href="/dev">Start page</a>,
        <a href="/dev/outbox.json">the same as JSON</a>.</p>
        <header>
          <div id="clock">{{clock}}</div>
          {{settings}}
        </header>
        <main id="phones">{{phones}}</main>
        <script src="/dev/outbox.js"></script>
        </html>
        """;
}

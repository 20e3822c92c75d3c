using System.Globalization;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;
using SecureDocket.LocalHost.Messages;
using SecureDocket.Messages;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The endpoints of the outbox, for browsers and curl.</summary>
internal static class OutboxMap
{
    private const string Page = "/dev/outbox";
    private const int LongestText = 2_048;

    /// <summary>Maps the outbox: the page, the same data as JSON, and the actions of its buttons.</summary>
    public static void MapOutbox(this WebApplication app)
    {
        app.MapAsset("look.css", "text/css");
        app.MapAsset("outbox.css", "text/css");
        app.MapAsset("outbox.js", "text/javascript");
        app.MapGet(Page, (HttpContext http, Outbox outbox, ClockWalk walk, HostLife life) =>
        {
            Keep(http);
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'";
            return Results.Text(OutboxPage.Render(outbox, walk, life), "text/html; charset=utf-8");
        });
        app.MapGet(Page + ".json", (HttpContext http, Outbox outbox, ClockWalk walk, HostLife life) =>
        {
            Keep(http);
            return Results.Json(View(outbox, walk, life), DevJson.Options);
        });
        app.MapPost(Page + "/receipts", async (HttpContext http, Outbox outbox, LocalCarrier carrier) =>
        {
            var form = await http.ReadFieldsAsync();
            if (outbox.Find(form("messageId")) is not { IsReply: false } message)
            {
                return Results.Text("No message with this messageId was sent.\n", statusCode: StatusCodes.Status404NotFound);
            }

            return Do(form, message, carrier)
                ? SeeOther(http, message.Phone)
                : Bad("do must be deliver, fail with a code, delay, hold or twice.");
        }).RequireSameOrigin();
        app.MapPost(Page + "/replies", async (HttpContext http, Outbox outbox, LocalCarrier carrier, SmsOptions sms) =>
        {
            var form = await http.ReadFieldsAsync();
            var phone = Number(form("phone"));
            var sender = Number(form("sender")) ?? outbox.Messages.LastOrDefault(message => message.Phone == phone)?.Sender;
            if (phone is not ['+', ..] || sender is null || form("text") is not { Length: <= LongestText } text)
            {
                return Bad("Send phone (E.164) and text, and also sender if that phone has not received a message yet.");
            }

            carrier.Reply(phone, sender, text, sms.CarrierAnswers(sender, text));
            return SeeOther(http, phone);
        }).RequireSameOrigin();
        app.MapPost(Page + "/settings", async (HttpContext http, Outbox outbox, ClockWalk walk) =>
        {
            var form = await http.ReadFieldsAsync();
            if (!Enum.TryParse<SmsMode>(form("mode") ?? $"{outbox.Settings.Mode}", ignoreCase: true, out var mode) || !Enum.IsDefined(mode)
                || Latency(form("latencySeconds"), outbox.Settings) is not (>= 0 and <= 60 and var latency))
            {
                return Bad($"mode must be one of {string.Join(", ", Enum.GetNames<SmsMode>())}; latencySeconds must be 0 to 60.");
            }

            outbox.Add(new SettingsLine(walk.Now, mode, latency, form("holdReceipts") == "true"));
            return SeeOther(http);
        }).RequireSameOrigin();
    }

    private static double? Latency(string? text, SettingsLine present) =>
        text is null ? present.LatencySeconds
        : double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : null;

    private static bool Do(Func<string, string?> form, OutboxMessage message, LocalCarrier carrier)
    {
        switch (form("do"))
        {
            case "deliver":
                carrier.SendReceipt(message, LocalCarrier.Delivered);
                return true;
            case "fail" when int.TryParse(form("code"), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                && code is >= 4000 and <= 9999:
                carrier.SendReceipt(message, code);
                return true;
            case "delay":
                carrier.SendReceipt(message, LocalCarrier.Delivered, TimeSpan.FromHours(1));
                return true;
            case "hold":
                carrier.HoldReceipts(message);
                return true;
            case "twice":
                carrier.SendReceipt(message, LocalCarrier.Delivered, times: 2);
                return true;
            default:
                return false;
        }
    }

    private static object View(Outbox outbox, ClockWalk walk, HostLife life) => new
    {
        Clock = ClockMap.View(walk, life),
        Settings = new { outbox.Settings.Mode, outbox.Settings.LatencySeconds, outbox.Settings.HoldReceipts },
        Phones = outbox.Messages.GroupBy(message => message.Phone).Select(phone => new
        {
            Number = phone.Key,
            People = PilotRoster.OwnersOf(phone.Key),
            Messages = phone.Select(message => new
            {
                message.Id,
                message.At,
                Direction = message.IsReply ? "in" : "out",
                message.Sender,
                message.Text,
                message.Tag,
                Receipts = message.IsReply
                    ? null
                    : message.Receipts.Select(receipt => new { receipt.Code, receipt.At, Arrived = receipt.At <= walk.Now }),
            }),
        }),
    };

    private static void MapAsset(this WebApplication app, string name, string type)
    {
        using var stream = typeof(OutboxMap).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        app.MapGet($"/dev/{name}", () => Results.Text(text, $"{type}; charset=utf-8"));
    }

    /// <summary>An E.164 number or a short code; otherwise null. The plus may be missing: in a form, a bare + means a space.</summary>
    private static string? Number(string? text) =>
        text?.Trim().TrimStart('+') is { Length: >= 5 and <= 15 } digits && digits.All(char.IsAsciiDigit)
            ? (digits.Length > 6 ? "+" : "") + digits
            : null;

    // Phone numbers and messages must not be cached.
    private static void Keep(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static IResult Bad(string sentence) => Results.Text(sentence + "\n", statusCode: StatusCodes.Status400BadRequest);

    private static IResult SeeOther(HttpContext http, string? phone = null)
    {
        http.Response.Headers.Location = phone is null ? Page : $"{Page}#{OutboxPage.AnchorOf(phone)}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}

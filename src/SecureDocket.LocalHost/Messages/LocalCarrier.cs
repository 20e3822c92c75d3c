using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.LocalHost.Functions;

namespace SecureDocket.LocalHost.Messages;

/// <summary>Sends the worker delivery receipts and replies from phones, as events in the form Event Grid puts into the queue.</summary>
internal sealed class LocalCarrier(Outbox outbox, LocalQueues queues, TimeProvider clock)
{
    /// <summary>The queue for the events.</summary>
    public const string Queue = "sms-events";

    /// <summary>The code of a delivered message.</summary>
    public const int Delivered = 2000;

    /// <summary>Sends a receipt.</summary>
    /// <param name="message">The sent message.</param>
    /// <param name="code">The result: <see cref="Delivered"/>, or the code of the failure.</param>
    /// <param name="delay">The delay, by the host's clock.</param>
    /// <param name="times">How often the same event is delivered; Event Grid guarantees at-least-once delivery.</param>
    public void SendReceipt(OutboxMessage message, int code, TimeSpan delay = default, int times = 1)
    {
        var at = clock.GetUtcNow() + delay;
        var arrived = code == Delivered;
        var text = Event("SMSDeliveryReportReceived", message, at, new()
        {
            ["deliveryStatus"] = arrived ? "Delivered" : "Failed",
            ["deliveryStatusDetails"] = code.ToString(CultureInfo.InvariantCulture),
            ["deliveryAttempts"] = new JsonArray(new JsonObject
            {
                ["timestamp"] = Text(at),
                ["segmentsSucceeded"] = arrived ? 1 : 0,
                ["segmentsFailed"] = arrived ? 0 : 1,
            }),
            ["tag"] = message.Tag,
        });
        for (var time = 0; time < times; time++)
        {
            outbox.Add(new ReceiptLine(at, message.Id, code, Enqueue(text, delay)));
        }
    }

    /// <summary>Withdraws the receipts not delivered yet.</summary>
    public void HoldReceipts(OutboxMessage message)
    {
        foreach (var receipt in message.Receipts.Where(receipt => queues.Remove(Queue, receipt.QueueId)))
        {
            outbox.Add(new HeldLine(clock.GetUtcNow(), message.Id, receipt.QueueId));
        }
    }

    /// <summary>Sends a reply from a phone.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="sender">Our number.</param>
    /// <param name="text">The text.</param>
    /// <param name="isKeyword">Whether the carrier replies to it as well; the worker must then not.</param>
    public void Reply(string phone, string sender, string text, bool isKeyword)
    {
        ReplyLine line = new(clock.GetUtcNow(), $"Incoming_{Guid.NewGuid():N}", phone, sender, text);
        outbox.Add(line);
        Enqueue(Event("SMSReceived", outbox.Find(line.MessageId)!, line.At, new() { ["message"] = text, ["segmentCount"] = 1 }));
        if (isKeyword)
        {
            outbox.Add(new SentLine(clock.GetUtcNow(), $"Carrier_{Guid.NewGuid():N}", sender, phone, $"(The phone company:) You sent {text.Trim().ToUpperInvariant()} to {sender}. We have done as it says.", ""));
        }
    }

    // Event Grid writes Base64 into queues.
    private string Enqueue(string text, TimeSpan delay = default) => queues.Add(Queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), delay);

    private static string Event(string type, OutboxMessage message, DateTimeOffset at, JsonObject data)
    {
        var (from, to) = message.IsReply ? (message.Phone, message.Sender) : (message.Sender, message.Phone);
        data["messageId"] = message.Id;
        data["from"] = Number(from);
        data["to"] = Number(to);
        data["receivedTimestamp"] = Text(at);
        return new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["topic"] = "/local/communication",
            ["subject"] = $"/phonenumber/{Number(to)}",
            ["eventType"] = $"Microsoft.Communication.{type}",
            ["eventTime"] = Text(at),
            ["dataVersion"] = "1.0",
            ["metadataVersion"] = "1",
            ["data"] = data,
        }.ToJsonString();
    }

    // The provider's events contain numbers without the plus sign.
    private static string Number(string number) => number.TrimStart('+');

    private static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}

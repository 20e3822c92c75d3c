using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Messages;

/// <summary>The sent text messages, their receipts and the replies from phones, as lines appended to one file.</summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>The default behavior of the provider.</summary>
    public static readonly SettingsLine Defaults = new(default, SmsMode.Accept, 0.2, HoldReceipts: false);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<string, OutboxMessage> _messages = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private SettingsLine _settings = Defaults;

    /// <summary>Reads the file left by an earlier host.</summary>
    public Outbox(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "outbox.ndjson");
        var text = File.Exists(path) ? File.ReadAllBytes(path) : [];

        // A host killed while writing leaves a partial line that was never acknowledged.
        var whole = text.AsSpan().LastIndexOf((byte)'\n') + 1;
        try
        {
            foreach (var line in Encoding.UTF8.GetString(text, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Take(JsonSerializer.Deserialize<OutboxLine>(line, s_json)!);
            }
        }
        catch (JsonException damaged)
        {
            throw new LocalHostException($"{path} is damaged; delete it to start with an empty outbox.", damaged);
        }

        _file = new(path, LocalFiles.ForOwner(FileMode.OpenOrCreate));
        _file.SetLength(whole);
        _file.Seek(whole, SeekOrigin.Begin);
    }

    /// <summary>The behavior of the provider.</summary>
    public SettingsLine Settings
    {
        get
        {
            lock (_gate)
            {
                return _settings;
            }
        }
    }

    /// <summary>All messages in both directions, in chronological order.</summary>
    public IReadOnlyList<OutboxMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _order.Select(id => _messages[id])];
            }
        }
    }

    /// <summary>The message with this ID; null when there is none.</summary>
    public OutboxMessage? Find(string? messageId)
    {
        lock (_gate)
        {
            return messageId is null ? null : _messages.GetValueOrDefault(messageId);
        }
    }

    /// <summary>Adds a line; it is on disk when this returns.</summary>
    public void Add(OutboxLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, s_json) + "\n");
        lock (_gate)
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
            Take(line);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Take(OutboxLine line)
    {
        switch (line)
        {
            case SentLine sent:
                Show(new(sent.MessageId, sent.At, IsReply: false, Phone: sent.To, sent.From, sent.Text, sent.Tag, []));
                break;
            case ReplyLine reply:
                Show(new(reply.MessageId, reply.At, IsReply: true, Phone: reply.From, reply.To, reply.Text, null, []));
                break;
            case ReceiptLine receipt:
                var told = _messages[receipt.MessageId];
                _messages[receipt.MessageId] = told with { Receipts = [.. told.Receipts, receipt] };
                break;
            case HeldLine held:
                var waiting = _messages[held.MessageId];
                _messages[held.MessageId] = waiting with { Receipts = [.. waiting.Receipts.Where(receipt => receipt.QueueId != held.QueueId)] };
                break;
            case SettingsLine settings:
                _settings = settings;
                break;
        }
    }

    private void Show(OutboxMessage message)
    {
        _messages.Add(message.Id, message);
        _order.Add(message.Id);
    }
}

/// <summary>A text message, as its phone shows it.</summary>
/// <param name="Id">The provider's ID.</param>
/// <param name="At">When it was sent.</param>
/// <param name="IsReply">Whether it is a reply from the phone.</param>
/// <param name="Phone">The phone's number.</param>
/// <param name="Sender">The service's number.</param>
/// <param name="Text">The text.</param>
/// <param name="Tag">The tag returned in the receipt; null for a reply.</param>
/// <param name="Receipts">Its receipts, in the order sent, including future ones.</param>
internal sealed record OutboxMessage(
    string Id, DateTimeOffset At, bool IsReply, string Phone, string Sender, string Text, string? Tag, IReadOnlyList<ReceiptLine> Receipts);

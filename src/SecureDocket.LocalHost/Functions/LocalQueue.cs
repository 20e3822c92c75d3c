using System.Globalization;
using System.Text.Json;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The messages of one queue, each a file in a folder, so that a killed host loses none.</summary>
internal sealed class LocalQueue : IDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();

    // Ordered by ID, and so by age.
    private readonly SortedDictionary<string, QueueMessage> _messages = new(StringComparer.Ordinal);
    private string? _tried;
    private long _lastId;

    /// <summary>Loads the messages left by an earlier host.</summary>
    public LocalQueue(string folder, TimeProvider clock)
    {
        (_folder, _clock) = (folder, clock);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            _messages.Add(id, JsonSerializer.Deserialize<QueueMessage>(File.ReadAllText(file))!);
            _lastId = Math.Max(_lastId, long.Parse(id, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Held while processing messages, one at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Whether any message is waiting, including delayed ones.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count == 0;
            }
        }
    }

    /// <summary>Adds a message and returns its ID.</summary>
    public string Add(string text, TimeSpan delay)
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            _lastId = Math.Max(_lastId + 1, now.UtcTicks);
            var id = _lastId.ToString("D19", CultureInfo.InvariantCulture);
            Keep(new(id, text, 0, now + delay));
            return id;
        }
    }

    /// <summary>Takes the oldest visible message and counts the attempt; null when there is none.</summary>
    public QueueMessage? Take()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (_messages.Values.FirstOrDefault(message => message.VisibleAt <= now) is not { } found)
            {
                return null;
            }

            // Counted before the attempt, so that a message that crashes the host cannot do so forever.
            _tried = found.Id;
            return Keep(found with { Tries = found.Tries + 1 });
        }
    }

    /// <summary>Returns a taken message to the queue.</summary>
    public void PutBack(QueueMessage message, TimeSpan wait)
    {
        lock (_gate)
        {
            _tried = null;
            Keep(message with { VisibleAt = _clock.GetUtcNow() + wait });
        }
    }

    /// <summary>Makes messages that would become visible after <paramref name="now"/> visible then.</summary>
    public void ShowAll(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var message in _messages.Values.Where(message => message.VisibleAt > now).ToList())
            {
                Keep(message with { VisibleAt = now });
            }
        }
    }

    /// <summary>Deletes a taken message.</summary>
    public void Delete(QueueMessage message)
    {
        lock (_gate)
        {
            _tried = null;
            Drop(message.Id);
        }
    }

    /// <summary>Deletes a message unless it is taken; false when it is taken or does not exist.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            return id != _tried && Drop(id);
        }
    }

    public void Dispose() => Turn.Dispose();

    private QueueMessage Keep(QueueMessage message)
    {
        LocalFiles.Write(FileOf(message.Id), JsonSerializer.Serialize(message));
        return _messages[message.Id] = message;
    }

    private bool Drop(string id)
    {
        if (!_messages.Remove(id))
        {
            return false;
        }

        File.Delete(FileOf(id));
        return true;
    }

    private string FileOf(string id) => Path.Combine(_folder, id + ".json");
}

/// <summary>A message in a queue.</summary>
/// <param name="Id">Its ID within the queue.</param>
/// <param name="Text">The text passed to the function.</param>
/// <param name="Tries">The number of attempts.</param>
/// <param name="VisibleAt">When it becomes visible.</param>
internal sealed record QueueMessage(string Id, string Text, int Tries, DateTimeOffset VisibleAt);

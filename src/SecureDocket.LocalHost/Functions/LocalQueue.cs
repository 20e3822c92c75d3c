using System.Globalization;
using System.Text.Json;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost.Functions;

/// <summary>The messages of one queue, each a file in a folder: a host that is killed loses none.</summary>
internal sealed class LocalQueue : IDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();

    // By id, which is by age.
    private readonly SortedDictionary<string, QueueMessage> _messages = new(StringComparer.Ordinal);
    private string? _tried;
    private long _lastId;

    /// <summary>Finds the messages that an earlier host left.</summary>
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

    /// <summary>Held by whoever tries messages: one at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Whether anything is waiting, be it for its time.</summary>
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

    /// <summary>Adds a message and gives back its id.</summary>
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

    /// <summary>The oldest message whose time has come, counted as tried; null when there is none.</summary>
    public QueueMessage? Take()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            if (_messages.Values.FirstOrDefault(message => message.VisibleAt <= now) is not { } found)
            {
                return null;
            }

            // Counted before the try: a message that ends the host must not end it for ever.
            _tried = found.Id;
            return Keep(found with { Tries = found.Tries + 1 });
        }
    }

    /// <summary>Puts a message back that was taken.</summary>
    public void PutBack(QueueMessage message, TimeSpan wait)
    {
        lock (_gate)
        {
            _tried = null;
            Keep(message with { VisibleAt = _clock.GetUtcNow() + wait });
        }
    }

    /// <summary>Ends a message that was taken.</summary>
    public void Delete(QueueMessage message)
    {
        lock (_gate)
        {
            _tried = null;
            Drop(message.Id);
        }
    }

    /// <summary>Removes a message that nobody has taken; false when somebody has, or there is no such.</summary>
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
/// <param name="Id">Names it in its queue.</param>
/// <param name="Text">What the function is given.</param>
/// <param name="Tries">How often the function was called with it.</param>
/// <param name="VisibleAt">From when on it may be tried.</param>
internal sealed record QueueMessage(string Id, string Text, int Tries, DateTimeOffset VisibleAt);

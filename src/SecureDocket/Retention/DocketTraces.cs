using System.Text.Json;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;

namespace SecureDocket.Retention;

/// <summary>Everything that a docket ever held, by its journal: whatever was stored elsewhere because of it can be found by these.</summary>
internal sealed record DocketTraces
{
    private const int EventsPerRead = 1000;

    /// <summary>The person, in each state.</summary>
    public List<Cardholder> People { get; } = [];

    /// <summary>The cards, in each state.</summary>
    public List<Card> Cards { get; } = [];

    /// <summary>The hearings, in each state.</summary>
    public List<Hearing> Hearings { get; } = [];

    /// <summary>The check-ins, in each state.</summary>
    public List<CheckIn> CheckIns { get; } = [];

    /// <summary>The documents, in each state.</summary>
    public List<Document> Documents { get; } = [];

    /// <summary>The reminders, in each state.</summary>
    public List<Reminder> Reminders { get; } = [];

    /// <summary>The hashes of all photos: enrolled, waiting, or signed with.</summary>
    public IEnumerable<string> Photos => People
        .SelectMany(person => person.SignedPhotos.Append(person.Photo).Append(person.PhotoChange?.Photo)).Select(photo => photo?.Hash).OfType<string>().Distinct();

    /// <summary>Reads the journal. One request per thousand events, as long as the docket's key was opened before.</summary>
    public static async Task<DocketTraces> ReadAsync(DocketTable table, CardholderId id, CancellationToken cancellationToken)
    {
        DocketTraces traces = new();
        var key = await table.KeyOfAsync(id, cancellationToken);
        var from = DocketRows.EventPrefix;
        int read;
        do
        {
            var rows = await table.SealedAsync(id, from, DocketRows.EventPrefix + "~", EventsPerRead, cancellationToken);
            foreach (var image in rows.Select(row => table.TryReadEvent(key, row)).OfType<JournalEvent>().SelectMany(link => link.Changes).Where(image => image.Json.Length > 0))
            {
                traces.Add(image);
            }

            read = rows.Count;
            from = read > 0 ? rows[^1].Key + " " : from;
        }
        while (read == EventsPerRead);

        return traces;
    }

    private void Add(RowImage image)
    {
        var rows = DocketsJson.Rows;
        switch (image.Key.TrimStart('~').Split('|')[0] + "|")
        {
            case DocketRows.ProfileKey + "|":
                People.Add(JsonSerializer.Deserialize(image.Json, rows.Cardholder)!);
                break;
            case DocketRows.CardPrefix:
                Cards.Add(JsonSerializer.Deserialize(image.Json, rows.Card)!);
                break;
            case DocketRows.HearingPrefix:
                Hearings.Add(JsonSerializer.Deserialize(image.Json, rows.Hearing)!);
                break;
            case DocketRows.CheckInPrefix:
                CheckIns.Add(JsonSerializer.Deserialize(image.Json, rows.CheckIn)!);
                break;
            case DocketRows.DocumentPrefix:
                Documents.Add(JsonSerializer.Deserialize(image.Json, rows.Document)!);
                break;
            case DocketRows.ReminderPrefix:
                Reminders.Add(JsonSerializer.Deserialize(image.Json, rows.Reminder)!);
                break;
            default:
                // A released hearing's mark leads nowhere.
                break;
        }
    }
}

using System.Text.Json.Serialization;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Cardholder))]
[JsonSerializable(typeof(CheckIn))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(Erasure))]
[JsonSerializable(typeof(Hearing))]
[JsonSerializable(typeof(JournalEvent))]
[JsonSerializable(typeof(ProfileRow))]
[JsonSerializable(typeof(ReleasedId))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(StorageFormatRow))]
internal sealed partial class DocketsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static DocketsJson Rows { get; } = new(RowJson.Options());
}

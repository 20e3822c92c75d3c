using System.Text.Json;

namespace SecureDocket.Texts;

/// <summary>What a text is sent for, as people ask for it by name. Every text has one; a date's reminder has one for each of its days.</summary>
/// <param name="Name">The name, which stays: that of the text, and for reminders that of their day.</param>
/// <param name="Key">The text.</param>
/// <param name="DaysBefore">How many days before its date a text is sent; negative after it.</param>
public sealed record TextOccasion(string Name, TextKey Key, int DaysBefore)
{
    private static readonly TextSubject[] s_dates = [TextSubject.Hearing, TextSubject.CheckIn];

    /// <summary>All occasions, in the order of their texts.</summary>
    public static IReadOnlyList<TextOccasion> All { get; } = [.. Enum.GetValues<TextKey>().SelectMany(Of)];

    /// <summary>The kinds of dates for which it has a wording of its own; empty where it has none.</summary>
    public IReadOnlyList<TextSubject> Subjects => this is { Key: TextKey.DateReminder, DaysBefore: 7 }
        ? [TextSubject.Hearing] // A week ahead, only hearings are reminded of.
        : [.. Key.Subjects.Intersect(s_dates)];

    /// <summary>The occasion with this name; null if there is none.</summary>
    public static TextOccasion? Find(string? name) => All.FirstOrDefault(occasion => occasion.Name == name);

    /// <summary>The subject for which a text is rendered, given the kind of date that was chosen, if any.</summary>
    internal TextSubject SubjectFor(TextSubject chosen) =>
        Key.Subjects.Contains(TextSubject.Card) ? TextSubject.Card : chosen == TextSubject.None && Subjects is [var only] ? only : chosen;

    // A text that is added has an occasion of its own at once.
    private static IEnumerable<TextOccasion> Of(TextKey key) => key switch
    {
        TextKey.DateReminder => [new("sevenDays", key, 7), new("threeDays", key, 3), new("oneDay", key, 1)],
        TextKey.CheckInMissed => [new TextOccasion("missed", key, -1)],
        _ => [new(JsonNamingPolicy.CamelCase.ConvertName($"{key}"), key, 14)],
    };
}

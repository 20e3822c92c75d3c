using NodaTime;
using NodaTime.Text;
using SecureDocket.CheckIns;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.CheckIns;

/// <summary>A page of the check-ins of an office.</summary>
/// <param name="CheckIns">In chronological order.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record OfficeDayView(IReadOnlyList<OfficeDayEntryView> CheckIns, string? Next);

/// <summary>A person who comes, came or did not come.</summary>
public sealed record OfficeDayEntryView
{
    /// <summary>The cardholder.</summary>
    public required string CardholderId { get; init; }

    /// <summary>The docket's version, for a change that needs one.</summary>
    public required long DocketVersion { get; init; }

    /// <summary>The name as the person writes it.</summary>
    public required string Name { get; init; }

    /// <summary>The name in Latin letters, as the card prints it.</summary>
    public required string LatinName { get; init; }

    /// <summary>The language, as a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The status of the latest card; absent without one.</summary>
    public string? CardStatus { get; init; }

    /// <summary>The day as of which the case's posture is known, as the agency wrote it; absent without one.</summary>
    public string? PostureAsOf { get; init; }

    /// <summary>Whether texts reach the person; absent without a number.</summary>
    public string? Texting { get; init; }

    /// <summary>What the person last answered by text to a reminder of this check-in: will-come, needs-to-move or needs-help; absent without an answer.</summary>
    public string? Answered { get; init; }

    /// <summary>The check-in.</summary>
    public required CheckInView CheckIn { get; init; }

    /// <summary>What came of those before it, latest first; at most two.</summary>
    public required IReadOnlyList<OutcomeView> Before { get; init; }

    internal static OfficeDayEntryView Of(OfficeDayEntry entry, Actor actor, Instant now) =>
        entry.Docket.Cardholder.IsKeptFrom(actor) ? Kept(entry) : Of(entry, now);

    /// <summary>A protected person, of whom the list shows the time and the initials: somebody comes, and the card tells who.</summary>
    private static OfficeDayEntryView Kept(OfficeDayEntry entry)
    {
        var person = entry.Docket.Cardholder;
        return new()
        {
            CardholderId = person.Id.ToString(),
            DocketVersion = entry.Docket.Version,
            Name = person.Details.Initials,
            LatinName = person.Details.Initials,
            Language = person.Details.Language,
            CheckIn = CheckInView.Of(entry.CheckIn),
            Before = [],
        };
    }

    private static OfficeDayEntryView Of(OfficeDayEntry entry, Instant now)
    {
        var (docket, person) = (entry.Docket, entry.Docket.Cardholder);
        var card = docket.Cards.LastOrDefault(each => each.Status != SecureDocket.Cards.CardStatus.Intended)?.AsOf(now.ToDateTimeOffset());
        var answer = docket.Reminders.LastOrDefault(reminder =>
            reminder.Answer is not null && reminder.Subject.Kind == ReminderSubjectKind.CheckIn && reminder.Subject.Id == entry.CheckIn.Id)?.Answer;
        return new()
        {
            CardholderId = person.Id.ToString(),
            DocketVersion = docket.Version,
            Name = person.Details.Name,
            LatinName = person.Details.LatinName,
            Language = person.Details.Language,
            CardStatus = card is null ? null : Names.Of(card.Status),
            PostureAsOf = person.Details.Posture?.AsOf,
            Texting = docket.Texting is { } texting ? Names.Kebab(texting) : null,
            Answered = answer is { } given ? Names.Kebab(given) : null,
            CheckIn = CheckInView.Of(entry.CheckIn),
            Before = [.. entry.Before.Select(OutcomeView.Of)],
        };
    }
}

/// <summary>What came of a check-in.</summary>
/// <param name="Day">The local day at the office.</param>
/// <param name="Status">attended, missed or sent-home.</param>
/// <param name="Finding">What an officer made of a missed one; absent otherwise.</param>
public sealed record OutcomeView(string Day, string Status, string? Finding)
{
    internal static OutcomeView Of(CheckIn checkIn) => new(
        LocalDatePattern.Iso.Format(checkIn.Start.Date), Names.Kebab(checkIn.Status), checkIn.Judgement is { } judged ? Names.Kebab(judged.Finding) : null);
}

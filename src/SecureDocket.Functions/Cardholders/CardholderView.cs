using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Functions.Cardholders;

/// <summary>A docket as enrollment officers see it.</summary>
public sealed record CardholderView
{
    /// <summary>The docket's ID.</summary>
    public required string Id { get; init; }

    /// <summary>The docket's version, which is also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>The A-number: <c>A</c> and nine digits.</summary>
    public required string ANumber { get; init; }

    /// <summary>The name in the person's own script.</summary>
    public required string Name { get; init; }

    /// <summary>The name in Latin letters.</summary>
    public required string LatinName { get; init; }

    /// <summary>The birth date, as precisely as known.</summary>
    public required string BirthDate { get; init; }

    /// <summary>The nationality, ISO 3166-1 alpha-3.</summary>
    public required string Nationality { get; init; }

    /// <summary>The language, BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>The mobile number, E.164.</summary>
    public string? Mobile { get; init; }

    /// <summary>Whether texts reach the number; absent without a number.</summary>
    public TextingView? Texting { get; init; }

    /// <summary>The IANA ID of the time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How much a text message may say.</summary>
    public required string MessageTier { get; init; }

    /// <summary>The word with which text messages begin; absent except in the tier codeWord.</summary>
    public string? CodeWord { get; init; }

    /// <summary>The state of the case.</summary>
    public PostureView? Posture { get; init; }

    /// <summary>The background check.</summary>
    public required ClearanceView Clearance { get; init; }

    /// <summary>The enrolled photo.</summary>
    public PhotoView? Photo { get; init; }

    /// <summary>The photo that awaits approval by a second officer; absent when there is none.</summary>
    public PhotoChangeView? PhotoChange { get; init; }

    /// <summary>People with another A-number who may be the same person; absent when there are none.</summary>
    public IReadOnlyList<AlikeView>? Alike { get; init; }

    /// <summary>When the PIN for the portal was set; absent when there is none.</summary>
    public DateTimeOffset? PinSetAt { get; init; }

    /// <summary>The issued cards, oldest first.</summary>
    public required IReadOnlyList<CardSummary> Cards { get; init; }

    /// <summary>The fingerprint number; absent when none was given.</summary>
    public string? Fins { get; init; }

    /// <summary>The subject ID; absent when none was given.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Since when the person is protected; absent for everybody else, and for callers from whom such dockets are kept.</summary>
    public DateTimeOffset? ProtectedSince { get; init; }

    internal static CardholderView Of(Docket docket, Actor actor, SmsOptions sms)
    {
        var (person, details) = (docket.Cardholder, docket.Cardholder.Details);
        return new()
        {
            Id = person.Id.ToString(),
            Version = docket.Version,
            ANumber = details.ANumber,
            Name = details.Name,
            LatinName = details.LatinName,
            BirthDate = details.BirthDate.ToString(),
            Nationality = details.Nationality,
            Language = details.Language,
            Mobile = details.Mobile,
            Texting = TextingView.Of(docket, sms),
            TimeZone = details.TimeZone,
            MessageTier = Names.Of(details.MessageTier),
            CodeWord = details.CodeWord,
            Posture = PostureView.Of(details.Posture),
            Clearance = new(person.Clearance.Result.ToString(), person.Clearance.Reference, person.Clearance.Date),
            Photo = person.Photo is { } photo ? new(photo.Hash, photo.Width, photo.Height, Links.Photo(person.Id)) : null,
            PhotoChange = person.PhotoChange is { } change
                ? new(change.Photo.Hash, change.Photo.Width, change.Photo.Height, Links.PhotoChange(person.Id), change.RequestedBy.Id, change.RequestedAt, change.ExpiresAt)
                : null,
            Alike = person.Alike.Count > 0 ? [.. person.Alike.Select(AlikeView.Of)] : null,
            PinSetAt = person.PinSetAt,
            Fins = details.Fins,
            SubjectId = details.SubjectId,
            ProtectedSince = actor.IsKeptFromProtected ? null : person.ProtectedSince,
            Cards = [.. docket.Cards.Where(card => card.Signature is not null).Select(card => CardSummary.Of(card, docket))],
        };
    }
}

/// <summary>Whether texts reach a person's number.</summary>
/// <param name="State"><c>reachable</c>, <c>unconfirmed</c>, <c>opted-out</c>, <c>carrier-blocked</c> or <c>unreachable</c>.</param>
public sealed record TextingView(string State)
{
    /// <summary>The word that the person sends to get texts again; absent where no word helps.</summary>
    public string? RestartWord { get; init; }

    /// <summary>Our number to which the person sends the word.</summary>
    public string? RestartNumber { get; init; }

    internal static TextingView? Of(Docket docket, SmsOptions sms) => Of(docket.Texting, docket.Cardholder.Id, sms);

    internal static TextingView? Of(TextingState? state, CardholderId id, SmsOptions sms) => state switch
    {
        null => null,
        TextingState.OptedOut or TextingState.CarrierBlocked => new(Names.Kebab(state.Value)) { RestartWord = TextsOff.RestartWord, RestartNumber = sms.SenderFor(id).Number },
        _ => new(Names.Kebab(state.Value)),
    };
}

/// <summary>The state of a case.</summary>
/// <param name="State">The state.</param>
/// <param name="AsOf">The day on which the state was reported.</param>
public sealed record PostureView(string State, string AsOf)
{
    internal static PostureView? Of(Posture? posture) => posture is null ? null : new(posture.State.ToString(), posture.AsOf);
}

/// <summary>A background check.</summary>
/// <param name="Result">Pending, Cleared or Denied.</param>
/// <param name="Reference">The check's reference.</param>
/// <param name="Date">The day of the result.</param>
public sealed record ClearanceView(string Result, string? Reference, string? Date);

/// <summary>An enrolled photo.</summary>
/// <param name="Hash">SHA-256 of the stored bytes.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Href">Its address.</param>
public sealed record PhotoView(string Hash, int Width, int Height, string Href);

/// <summary>A photo that awaits approval by a second officer.</summary>
/// <param name="Hash">SHA-256 of the stored bytes, to be sent with the approval.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Href">Its address.</param>
/// <param name="RequestedBy">Who submitted it, as an opaque ID.</param>
/// <param name="RequestedAt">When it was submitted.</param>
/// <param name="ExpiresAt">When the request expires.</param>
public sealed record PhotoChangeView(
    string Hash, int Width, int Height, string Href, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

/// <summary>Someone with another A-number who may be the same person. No card is issued until a second officer confirms that they are different people.</summary>
/// <param name="CardholderId">Their docket.</param>
/// <param name="Href">Its address.</param>
/// <param name="By">The similarities: nameAndBirthDate, phone, photo.</param>
/// <param name="FoundBy">The officer who found them, as an opaque ID; a different officer must review.</param>
/// <param name="FoundAt">When they were found.</param>
/// <param name="IsSame">The second officer's finding; absent until reviewed.</param>
/// <param name="ReviewedBy">The second officer, as an opaque ID.</param>
public sealed record AlikeView(string CardholderId, string Href, IReadOnlyList<string> By, string FoundBy, DateTimeOffset FoundAt, bool? IsSame, string? ReviewedBy)
{
    internal static AlikeView Of(AlikePerson person) => new(
        person.Id.ToString(), Links.Cardholder(person.Id), [.. person.By.Select(Names.Of)], person.FoundBy.Id, person.FoundAt, person.IsSame, person.ReviewedBy?.Id);
}

/// <summary>A card in a list.</summary>
/// <param name="CardNumber">The card number as printed.</param>
/// <param name="Serial">The card's number within the docket.</param>
/// <param name="Status">Its status.</param>
/// <param name="Expires">When it expires.</param>
/// <param name="Href">Its address.</param>
public sealed record CardSummary(string CardNumber, int Serial, string Status, DateTimeOffset Expires, string Href)
{
    /// <summary>True for an active or suspended card whose photo is no longer the one on record, so that it should be replaced; otherwise absent.</summary>
    public bool? PhotoChanged { get; init; }

    /// <summary>Since when the card has awaited an officer's decision because its holder is no longer cleared; otherwise absent.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    internal static CardSummary Of(Card card, Docket docket) => new(card.Number.ToPrinted(), card.Serial, Names.Of(card.Status), card.Expires, Links.Card(card.Number))
    {
        ReviewSince = card.Status == CardStatus.Suspended ? card.ReviewSince : null,
        PhotoChanged = card.Status is CardStatus.Active or CardStatus.Suspended && docket.HasOtherPhotoThan(card) ? true : null,
    };
}

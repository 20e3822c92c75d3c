using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Cardholders;

/// <summary>A docket as its keepers see it.</summary>
public sealed record CardholderView
{
    /// <summary>The docket's key.</summary>
    public required string Id { get; init; }

    /// <summary>The docket's version, also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary><c>A</c> and nine digits.</summary>
    public required string ANumber { get; init; }

    /// <summary>The name in the person's own script.</summary>
    public required string Name { get; init; }

    /// <summary>The name in Latin letters.</summary>
    public required string LatinName { get; init; }

    /// <summary>The birth date as far as it is known.</summary>
    public required string BirthDate { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Nationality { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>E.164.</summary>
    public string? Mobile { get; init; }

    /// <summary>An IANA id.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How much a text message may say.</summary>
    public required string MessageTier { get; init; }

    /// <summary>The word that texts begin with; absent but in the tier codeWord.</summary>
    public string? CodeWord { get; init; }

    /// <summary>Where the case stands.</summary>
    public PostureView? Posture { get; init; }

    /// <summary>The background check.</summary>
    public required ClearanceView Clearance { get; init; }

    /// <summary>The enrolled photo.</summary>
    public PhotoView? Photo { get; init; }

    /// <summary>The photo that waits for a second officer; absent while none does.</summary>
    public PhotoChangeView? PhotoChange { get; init; }

    /// <summary>Whoever of another A-number may be the same person; absent where nobody is.</summary>
    public IReadOnlyList<AlikeView>? Alike { get; init; }

    /// <summary>When the person set the PIN for the portal; absent while there is none.</summary>
    public DateTimeOffset? PinSetAt { get; init; }

    /// <summary>The cards that were issued, oldest first.</summary>
    public required IReadOnlyList<CardSummary> Cards { get; init; }

    internal static CardholderView Of(Docket docket)
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
            Cards = [.. docket.Cards.Where(card => card.Signature is not null).Select(card => CardSummary.Of(card, docket))],
        };
    }
}

/// <summary>Where a case stands.</summary>
/// <param name="State">The state.</param>
/// <param name="AsOf">The day for which the agency said so.</param>
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
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Href">Where it is.</param>
public sealed record PhotoView(string Hash, int Width, int Height, string Href);

/// <summary>A photo that waits for a second officer.</summary>
/// <param name="Hash">SHA-256 of the stored bytes; its approval names it.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Href">Where it is.</param>
/// <param name="RequestedBy">Who took it in, as an opaque id.</param>
/// <param name="RequestedAt">When.</param>
/// <param name="ExpiresAt">From when it can no longer be approved.</param>
public sealed record PhotoChangeView(
    string Hash, int Width, int Height, string Href, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

/// <summary>Somebody of another A-number who may be the same person. No card is issued until a second officer has said that they are another.</summary>
/// <param name="CardholderId">Their docket.</param>
/// <param name="Href">Where it is.</param>
/// <param name="By">In what they are alike: nameAndBirthDate, phone, photo.</param>
/// <param name="FoundBy">The officer who found them, as an opaque id: another one reviews.</param>
/// <param name="FoundAt">When.</param>
/// <param name="IsSame">What the second officer found; absent while they have not looked.</param>
/// <param name="ReviewedBy">Who that was, as an opaque id.</param>
public sealed record AlikeView(string CardholderId, string Href, IReadOnlyList<string> By, string FoundBy, DateTimeOffset FoundAt, bool? IsSame, string? ReviewedBy)
{
    internal static AlikeView Of(AlikePerson person) => new(
        person.Id.ToString(), Links.Cardholder(person.Id), [.. person.By.Select(Names.Of)], person.FoundBy.Id, person.FoundAt, person.IsSame, person.ReviewedBy?.Id);
}

/// <summary>A card in a list.</summary>
/// <param name="CardNumber">As printed.</param>
/// <param name="Serial">Which card of the docket.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Expires">When it expires.</param>
/// <param name="Href">Where it is.</param>
public sealed record CardSummary(string CardNumber, int Serial, string Status, DateTimeOffset Expires, string Href)
{
    /// <summary>True for a card in force or suspended whose photo is no longer the one on record, so that it is due for replacement; absent otherwise.</summary>
    public bool? PhotoChanged { get; init; }

    /// <summary>Since when it waits for an officer's decision, because its person's clearance is no longer cleared; absent while it does not.</summary>
    public DateTimeOffset? ReviewSince { get; init; }

    internal static CardSummary Of(Card card, Docket docket) => new(card.Number.ToPrinted(), card.Serial, Names.Of(card.Status), card.Expires, Links.Card(card.Number))
    {
        ReviewSince = card.Status == CardStatus.Suspended ? card.ReviewSince : null,
        PhotoChanged = card.Status is CardStatus.Active or CardStatus.Suspended && docket.HasOtherPhotoThan(card) ? true : null,
    };
}

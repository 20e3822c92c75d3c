using SecureDocket.Dockets;
using SecureDocket.Journals;

namespace SecureDocket.Cardholders;

/// <summary>Replaces the photo of a docket.</summary>
internal static class PhotoChanges
{
    /// <summary>Makes a photo the docket's photo, and keeps the previous one if a card was signed with it.</summary>
    public static DocketChange To(Docket docket, PhotoReference photo, Actor takenBy)
    {
        var person = docket.Cardholder;
        var isSigned = person.Photo is { } before && docket.Cards.Any(card => card.Signature is not null && card.PhotoHash == before.Hash);
        return new(isSigned ? JournalKinds.PhotoChanged : "photo-attached")
        {
            Cardholder = person with
            {
                Photo = photo,
                PhotoBy = takenBy.Id,
                PhotoChange = null,
                SignedPhotos = [.. person.SignedPhotos.Where(each => each.Hash != photo.Hash), .. isSigned ? new[] { person.Photo! } : []],
            },
        };
    }
}

using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>Earlier photos, which only expired cards show.</summary>
internal sealed class RetainedPhotos(DocketStore dockets, DocketBlobs blobs, AlikePeople alike) : IRetainedByDocket
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.Photos;

    /// <inheritdoc />
    public Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken) => Task.FromResult(Due(docket, period).Count());

    /// <inheritdoc />
    public async Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken)
    {
        var id = docket.Cardholder.Id;
        string[] due = [.. Due(docket, period)];
        foreach (var photo in due)
        {
            await blobs.DeleteAsync(id, ContainerNames.Photos, photo, cancellationToken);
            await alike.DropPhotoAsync(id, photo, cancellationToken);
        }

        await dockets.DisposeAsync(
            docket,
            now => now.Cardholder.SignedPhotos.Any(photo => due.Contains(photo.Hash)) ? new DocketChange("photos-disposed")
            {
                Cardholder = now.Cardholder with { SignedPhotos = [.. now.Cardholder.SignedPhotos.Where(photo => !due.Contains(photo.Hash))] },
            }
            : null,
            release,
            cancellationToken);
        return true;
    }

    private static IEnumerable<string> Due(Docket docket, RetentionPeriod period) => docket.Cardholder.SignedPhotos
        .Select(photo => photo.Hash)
        .Except([docket.Cardholder.Photo?.Hash ?? "", docket.Cardholder.PhotoChange?.Photo.Hash ?? ""])
        .Where(photo => docket.Cards.Where(card => card.PhotoHash == photo).Select(card => (DateTimeOffset?)card.Expires).Max() < period.DueBefore);
}

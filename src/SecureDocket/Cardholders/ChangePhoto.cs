using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Photos;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Accepts a photo and makes it the docket's photo; while a card is in force or suspended, only once a second officer approves.</summary>
public sealed class ChangePhoto(DocketStore dockets, DocketBlobs blobs, AlikePeople alike, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    /// <summary>Checks and rewrites an upload, stores it under its content hash and then records it in the docket.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="expected">The docket's version that the caller saw.</param>
    /// <param name="upload">The uploaded bytes.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="cancellationToken">Cancels the upload; a blob without a docket is harmless, and a retry finds it by name.</param>
    public async Task<Result<AttachedPhoto>> ExecuteAsync(
        CardholderId id, VersionMatch expected, ReadOnlyMemory<byte> upload, Actor actor, CancellationToken cancellationToken)
    {
        var intake = PhotoIntake.Accept(upload);
        if (intake.IsRefused)
        {
            return intake.Refusals.ToList();
        }

        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            // This is checked before anything is stored, so that a wrong ID or a stale version leaves no blob behind.
            if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } seen)
            {
                return Refusals.NoSuchCardholder;
            }

            if (await TryAsync(seen, expected, intake.Value, actor, cancellationToken) is { } attached)
            {
                return attached;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    // Null if another change came first.
    private async Task<Result<AttachedPhoto>?> TryAsync(Docket seen, VersionMatch expected, Photo photo, Actor actor, CancellationToken cancellationToken)
    {
        // A retry whose response was lost finds its work done; RFC 9110, section 13.1.1 lets it succeed.
        var id = seen.Cardholder.Id;
        var now = clock.GetUtcNow();
        if (seen.Cardholder.Photo?.Hash == photo.Hash)
        {
            return await HoldAsync(seen, photo.Hash, actor, waits: false, cancellationToken);
        }

        if (seen.PhotoChangeAt(now)?.Photo.Hash == photo.Hash)
        {
            return await HoldAsync(seen, photo.Hash, actor, waits: true, cancellationToken);
        }

        if (!expected.Includes(seen))
        {
            return Refusals.VersionMismatch(seen.Version);
        }

        await blobs.AddAsync(id, ContainerNames.Photos, photo.Hash, new Blob(photo.Bytes, photo.MediaType), cancellationToken);
        var reference = new PhotoReference(photo.Hash, photo.MediaType, photo.Width, photo.Height);

        await alike.AddPhotoAsync(id, photo.Hash, cancellationToken);
        var same = await alike.FindPhotoAsync(id, photo.Hash, cancellationToken);
        var person = seen.Cardholder with { Alike = WithPhoto(seen.Cardholder.Alike, same.Select(found => found.Id), actor, now) };

        // Verifiers compare the bearer of a card with this photo, so one officer alone must not give a genuine card another face.
        var waits = seen.CurrentCard?.AsOf(now) is { Status: not CardStatus.Expired };
        var change = waits
            ? new DocketChange("photo-change-requested") { Cardholder = person with { PhotoChange = new(reference, actor, now) } }
            : PhotoChanges.To(seen with { Cardholder = person }, reference, actor);
        return await dockets.CommitAsync(seen, change, actor, OperationId.New(), cancellationToken) is { } docket
            ? await HoldAsync(docket, photo.Hash, actor, waits, cancellationToken)
            : (Result<AttachedPhoto>?)null;
    }

    /// <summary>
    /// Searches again for the same photo once the docket has it, so that of two people given it at the same time, at least one finds the
    /// other.
    /// </summary>
    private async Task<Result<AttachedPhoto>> HoldAsync(Docket docket, string hash, Actor actor, bool waits, CancellationToken cancellationToken)
    {
        var id = docket.Cardholder.Id;
        var same = (await alike.FindPhotoAsync(id, hash, cancellationToken)).Select(found => found.Id).ToList();
        bool IsKnown(Cardholder person) => same.All(one => person.Alike.Any(known => known.Id == one && known.By.Contains(LikenessKind.Photo)));
        if (IsKnown(docket.Cardholder))
        {
            return new AttachedPhoto(docket, waits);
        }

        var held = await dockets.ChangeAsync(
            id,
            current => IsKnown(current.Cardholder)
                ? (DocketChange?)null
                : new DocketChange("alike-people-found") { Cardholder = current.Cardholder with { Alike = WithPhoto(current.Cardholder.Alike, same, actor, clock.GetUtcNow()) } },
            actor,
            OperationId.New(),
            cancellationToken);
        return held.IsRefused ? held.Refusals.ToList() : new AttachedPhoto(held.Value, waits);
    }

    // A second officer who judged a match before had not seen this photo in both dockets.
    private static IReadOnlyList<AlikePerson> WithPhoto(IReadOnlyList<AlikePerson> known, IEnumerable<CardholderId> same, Actor actor, DateTimeOffset now)
    {
        var found = same.ToList();
        return
        [
            .. known.Where(person => !found.Contains(person.Id)),
            .. found.Take(AlikePeople.Limit - known.Count(person => !found.Contains(person.Id))).Select(id => known.FirstOrDefault(person => person.Id == id) is { } before
                ? new AlikePerson(id, [.. before.By.Where(kind => kind != LikenessKind.Photo), LikenessKind.Photo], actor, now) { FoundBefore = [.. before.FoundBefore.Append(before.FoundBy.Id).Distinct()] }
                : new AlikePerson(id, [LikenessKind.Photo], actor, now)),
        ];
    }
}

/// <summary>The result of accepting a photo.</summary>
/// <param name="Docket">The docket afterwards.</param>
/// <param name="Waits">Whether the photo waits for a second officer.</param>
public sealed record AttachedPhoto(Docket Docket, bool Waits);

using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Opens a docket for a person, once for an A-number.</summary>
public sealed class EnrollCardholder(DocketStore dockets, Lookups lookups)
{
    /// <summary>Enrolls a person, or finds that they are enrolled.</summary>
    /// <param name="details">Who.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<Enrollment>> ExecuteAsync(
        CardholderDetails details, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);

        // The A-number's hint decides the docket's key. A hint without a docket is left by an attempt that died: its key is taken on.
        var fresh = CardholderId.New();
        var id = await lookups.ClaimAsync(LookupKind.ANumber, details.ANumber, fresh, cancellationToken);
        if (id != fresh && await dockets.LoadAsync(id, cancellationToken) is { } known)
        {
            return Compare(known, details, operation);
        }

        if (details.Mobile is { } mobile)
        {
            await lookups.AddAsync(LookupKind.Mobile, mobile, id, cancellationToken);
        }

        var cardholder = new Cardholder { Id = id, Details = details, EnrolledBy = operation.Value };
        if (await dockets.OpenAsync(cardholder, actor, operation, cancellationToken) is { } opened)
        {
            return new Enrollment(id, opened.Version, EnrollmentOutcome.Enrolled);
        }

        return await dockets.LoadAsync(id, cancellationToken) is { } winner
            ? Compare(winner, details, operation)
            : throw new DependencyUnavailableException("contention");
    }

    private static Result<Enrollment> Compare(Docket docket, CardholderDetails details, OperationId operation)
    {
        var person = docket.Cardholder;
        if (person.EnrolledBy == operation.Value)
        {
            return new Enrollment(person.Id, docket.Version, EnrollmentOutcome.Enrolled);
        }

        return person.Details == details
            ? new Enrollment(person.Id, docket.Version, EnrollmentOutcome.AlreadyEnrolled)
            : new Refusal("a-number-in-use", "A cardholder with this A-number is enrolled with other details; nothing was changed.", "aNumber");
    }
}

/// <summary>What an enrollment came to.</summary>
/// <param name="Id">The docket.</param>
/// <param name="Version">Its version.</param>
/// <param name="Outcome">Whether this request opened it.</param>
public sealed record Enrollment(CardholderId Id, long Version, EnrollmentOutcome Outcome);

/// <summary>Whether a request opened a docket.</summary>
public enum EnrollmentOutcome
{
    /// <summary>This request opened it.</summary>
    Enrolled,

    /// <summary>It was there, with the same details; nothing changed.</summary>
    AlreadyEnrolled,
}

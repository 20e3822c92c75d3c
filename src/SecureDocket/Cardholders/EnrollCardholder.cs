using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Opens a docket for a person, once for an A-number. Somebody alike under another one is shown first, and then waits for a second officer.</summary>
public sealed class EnrollCardholder(DocketStore dockets, Lookups lookups, AlikePeople alike, TimeProvider clock)
{
    /// <summary>Enrolls a person, or finds that they are enrolled.</summary>
    /// <param name="form">Who.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<Enrollment>> ExecuteAsync(
        EnrollmentForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        var details = form.Details;

        // The A-number's hint decides the docket's key. A hint without a docket is left by an attempt that died: its key is taken on.
        var fresh = CardholderId.New();
        var id = await lookups.ClaimAsync(LookupKind.ANumber, details.ANumber, fresh, cancellationToken);
        if (id != fresh && await dockets.LoadAsync(id, cancellationToken) is { } known)
        {
            return Compare(known, details, operation);
        }

        await alike.AddAsync(id, details, cancellationToken);
        var found = await alike.FindAsync(id, details, cancellationToken);
        if (found.Any(person => !form.OtherThan.Contains(person.Id)))
        {
            await alike.RefuseAsync(id, details, cancellationToken);
            return found.Where(person => !form.OtherThan.Contains(person.Id)).Select(person => Shown(person.Id, person.By)).ToList();
        }

        if (details.Mobile is { } mobile)
        {
            await lookups.AddAsync(LookupKind.Mobile, mobile, id, cancellationToken);
        }

        var cardholder = new Cardholder
        {
            Id = id,
            Details = details,
            EnrolledBy = operation.Value,
            Alike = [.. found.Select(person => new AlikePerson(person.Id, person.By, actor, clock.GetUtcNow()))],
        };
        if (await dockets.OpenAsync(cardholder, actor, operation, cancellationToken) is { } opened)
        {
            return new Enrollment(id, opened.Version, EnrollmentOutcome.Enrolled);
        }

        return await dockets.LoadAsync(id, cancellationToken) is { } winner
            ? Compare(winner, details, operation)
            : throw new DependencyUnavailableException("contention");
    }

    private static Refusal Shown(CardholderId id, IReadOnlyList<LikenessKind> by) => new(
        "alike-person",
        $"Cardholder {id} is alike in {string.Join(" and in ", by.Select(InWords))}. Look at them: whoever is the same person is enrolled already, and others are to be named in otherThan.",
        "otherThan");

    private static string InWords(LikenessKind kind) => kind == LikenessKind.Phone ? "phone" : "name and birth date";

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

/// <summary>Who is to be enrolled.</summary>
/// <param name="Details">The person.</param>
/// <param name="OtherThan">The alike people whom the officer has looked at, and who are others.</param>
public sealed record EnrollmentForm(CardholderDetails Details, IReadOnlyList<CardholderId> OtherThan);

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

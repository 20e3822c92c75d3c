using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>
/// Opens a docket for a person, once per A-number. If someone similar is enrolled under another A-number, the officer must first look at
/// them, and a second officer must then decide.
/// </summary>
public sealed class EnrollCardholder(DocketStore dockets, Lookups lookups, AlikePeople alike, Phones phones, SmsOptions sms, ReminderText words, TimeProvider clock)
{
    /// <summary>Enrolls a person, or finds that they are already enrolled.</summary>
    /// <param name="form">The person.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Enrollment>> ExecuteAsync(
        EnrollmentForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(actor);
        var details = form.Details;

        // The A-number's hint decides the docket's key. An attempt that died leaves a hint without a docket, whose key is reused.
        var fresh = CardholderId.New();
        var id = await lookups.ClaimAsync(LookupKind.ANumber, details.ANumber, fresh, cancellationToken);
        if (id != fresh && await dockets.LoadAsync(id, cancellationToken) is { } known)
        {
            return await CompareAsync(known, details, actor, operation, cancellationToken);
        }

        // Nothing is recorded of a refused person; it would get in the way of others. Whom an officer may not open, they cannot compare.
        var found = await alike.FindAsync(id, details, cancellationToken);
        bool IsKept(PersonAlike person) => person.IsProtected && actor.IsKeptFromProtected;
        if (found.Where(person => IsKept(person) || !form.OtherThan.Contains(person.Id)).ToList() is { Count: > 0 } unseen)
        {
            return unseen.Select(person => IsKept(person) ? CardholdersRefusals.AskAboutAlikePerson : CardholdersRefusals.AlikePerson(person.Id, person.By)).Distinct().ToList();
        }

        await alike.AddAsync(id, details, cancellationToken);
        if (details.Mobile is { } mobile)
        {
            await lookups.AddAsync(LookupKind.Mobile, mobile, id, cancellationToken);
        }

        foreach (var external in details.ExternalIds)
        {
            await lookups.AddAsync(LookupKind.ExternalId, external.LookupKey, id, cancellationToken);
        }

        var now = clock.GetCurrentInstant();
        var cardholder = new Cardholder
        {
            Id = id,
            Details = details,
            MobileSince = details.Mobile is null ? null : now,
            EnrolledBy = operation.Value,
            Alike = Found(found, actor),
        };
        if (details.Mobile is not null)
        {
            // The number may have been somebody's who wanted no texts.
            cardholder = cardholder with { TextsOff = (await phones.FindAsync(details.Mobile, cancellationToken)).OffFor(cardholder, sms.SenderFor(id).Number) };
        }

        Reminder[] welcome = details.Mobile is null ? [] : [words.Welcome(cardholder, 1, now)];
        if (await dockets.OpenAsync(cardholder, welcome, actor, operation, cancellationToken) is { } opened)
        {
            return await HoldAsync(opened, actor, cancellationToken);
        }

        return await dockets.LoadAsync(id, cancellationToken) is { } winner
            ? await CompareAsync(winner, details, actor, operation, cancellationToken)
            : throw new DependencyUnavailableException("contention");
    }

    /// <summary>Searches again once the docket exists: a person enrolled at the same moment was not found before.</summary>
    private async Task<Result<Enrollment>> HoldAsync(Docket docket, Actor actor, CancellationToken cancellationToken)
    {
        var person = docket.Cardholder;
        var found = await alike.FindAsync(person.Id, person.Details, cancellationToken);
        if (!found.ExceptBy(person.Alike.Select(each => each.Id), each => each.Id).Any())
        {
            return new Enrollment(docket, EnrollmentOutcome.Enrolled);
        }

        var held = await dockets.ChangeAsync(
            person.Id,
            current => found.ExceptBy(current.Cardholder.Alike.Select(each => each.Id), each => each.Id).Take(AlikePeople.Limit - current.Cardholder.Alike.Count).ToList() is { Count: > 0 } more
                ? new DocketChange("alike-people-found") { Cardholder = current.Cardholder with { Alike = [.. current.Cardholder.Alike, .. Found(more, actor)] } }
                : (DocketChange?)null,
            actor,
            OperationId.New(),
            cancellationToken);
        return held.IsRefused ? held.Refusals.ToList() : new Enrollment(held.Value, EnrollmentOutcome.Enrolled);
    }

    private IReadOnlyList<AlikePerson> Found(IEnumerable<PersonAlike> people, Actor actor) =>
        [.. people.Select(person => new AlikePerson(person.Id, person.By, actor, clock.GetUtcNow()))];

    private async Task<Result<Enrollment>> CompareAsync(
        Docket docket, CardholderDetails details, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var person = docket.Cardholder;
        if (person.EnrolledBy == operation.Value)
        {
            return await HoldAsync(docket, actor, cancellationToken);
        }

        if (!await dockets.IsOpenToAsync(person, actor, cancellationToken))
        {
            return CardholdersRefusals.ANumberOfAnother;
        }

        if (person.Details == details)
        {
            // An enrollment that died before it searched again is finished by any retry, whatever its key.
            var enrolled = docket.Version == 1 ? await HoldAsync(docket, actor, cancellationToken) : new Enrollment(docket, EnrollmentOutcome.Enrolled);
            return enrolled.IsRefused ? enrolled : enrolled.Value with { Outcome = EnrollmentOutcome.AlreadyEnrolled };
        }

        return CardholdersRefusals.ANumberInUse(person.Id);
    }
}

/// <summary>A person to enroll.</summary>
/// <param name="Details">The person's details.</param>
/// <param name="OtherThan">Similar people whom the officer has looked at and found to be others.</param>
public sealed record EnrollmentForm(CardholderDetails Details, IReadOnlyList<CardholderId> OtherThan);

/// <summary>The result of an enrollment.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Outcome">Whether this request opened it.</param>
public sealed record Enrollment(Docket Docket, EnrollmentOutcome Outcome)
{
    /// <summary>The docket's ID.</summary>
    public CardholderId Id => Docket.Cardholder.Id;

    /// <summary>The docket's version.</summary>
    public long Version => Docket.Version;
}

/// <summary>Whether a request opened a docket.</summary>
public enum EnrollmentOutcome
{
    /// <summary>This request opened the docket.</summary>
    Enrolled,

    /// <summary>The docket existed with the same details; nothing changed.</summary>
    AlreadyEnrolled,
}

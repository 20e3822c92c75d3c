using System.Globalization;
using NodaTime;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.SignIns;

/// <summary>Gives a person codes that replace a texted one, each for one sign-in: a sheet to keep, or one for the kiosk now.</summary>
/// <remarks>
/// The codes are derived from the request, so that a retry gives the same ones and nothing that opens the portal is stored.
/// New codes replace the previous ones of the same kind. As with a PIN, existing sessions end, and the person is notified.
/// </remarks>
public sealed class IssuePaperCodes(
    DocketStore dockets, SignInStore store, Sessions sessions, DisclosureLog disclosures, ReminderText words, KeyedHash hash, TimeProvider clock)
{
    /// <summary>Gives the codes.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="kind">The kind of codes.</param>
    /// <param name="actor">The officer present.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<PaperCodes>> ExecuteAsync(
        CardholderId id, PaperCodeKind kind, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // The journal event precedes the codes: a crash in between leaves an event without codes, never codes without an event.
        var result = await dockets.ChangeAsync(id, docket => Decide(docket, kind, actor, operation), actor, operation, cancellationToken);
        if (result.IsRefused)
        {
            return result.Refusals.ToList();
        }

        await disclosures.RecordAsync(id, actor, Purpose.Enrollment, [SignInFields.PaperCodes], cancellationToken);
        var (prefix, count, holds) = kind == PaperCodeKind.Printed
            ? (SignInStore.PrintedPrefix, SignInCode.PrintedCount, (TimeSpan?)null)
            : (SignInStore.KioskPrefix, 1, SignInCode.KioskHolds);
        var codes = Enumerable.Range(0, count)
            .Select(index => SignInCode.Printed(hash.Of("paper-code-of", string.Create(CultureInfo.InvariantCulture, $"{id}\n{operation}\n{kind}\n{index}"))))
            .ToList();
        var typed = codes.Select(code => SignInCode.Read(code)!).ToList();
        var at = await store.PutPaperCodesAsync(id, prefix, typed, holds, operation, clock.GetUtcNow(), cancellationToken);

        // A retry does not end sessions that were opened with its codes.
        await sessions.EndAllAsync(id, cancellationToken, which: session => session.StartedAt <= at);
        return new PaperCodes(codes, at + holds);
    }

    private Result<DocketChange?> Decide(Docket docket, PaperCodeKind kind, Actor actor, OperationId operation)
    {
        var person = docket.Cardholder;
        if (person.PinSetAt is null)
        {
            return SignInsRefusals.NoPin;
        }

        if (person.NumberChange?.Bars(actor, clock.GetUtcNow()) == true)
        {
            return Refusals.NumberJustChanged;
        }

        var (last, change) = kind == PaperCodeKind.Printed
            ? (person.CodesPrintedBy, new DocketChange("sign-in-codes-printed") { Cardholder = person with { CodesPrintedBy = operation.Value } })
            : (person.KioskCodeBy, new DocketChange("kiosk-code-given") { Cardholder = person with { KioskCodeBy = operation.Value } });
        if (last == operation.Value)
        {
            return (DocketChange?)null;
        }

        var now = clock.GetUtcNow();
        return change with
        {
            Cardholder = change.Cardholder! with { CodesGiven = new(actor, now) },
            Reminders = words.News(docket, ReminderText.WayIn, TextKey.WayInGiven, Instant.FromDateTimeOffset(now), person.ReachableMobile),
        };
    }
}

/// <summary>The kinds of paper codes.</summary>
public enum PaperCodeKind
{
    /// <summary>A sheet of ten codes to keep with the card's papers.</summary>
    Printed,

    /// <summary>One code for a kiosk, valid for a quarter of an hour.</summary>
    Kiosk,
}

/// <summary>The codes to hand over.</summary>
/// <param name="Codes">Each as <c>XXXX-XXXX</c>.</param>
/// <param name="Until">When they expire; null if they are valid until used.</param>
public sealed record PaperCodes(IReadOnlyList<string> Codes, DateTimeOffset? Until);

using System.Globalization;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Gives a person codes that stand in for a texted one, each for one sign-in: a sheet to keep, or one for the kiosk now.</summary>
/// <remarks>
/// The codes are derived from the request, so that repeating it gives the same ones and nothing that opens a portal is stored.
/// Codes of one kind replace those before them.
/// </remarks>
public sealed class GivePaperCodes(DocketStore dockets, SignInStore store, KeyedHash hash, TimeProvider clock)
{
    /// <summary>Gives codes.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="kind">Which.</param>
    /// <param name="actor">Who is present.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<PaperCodes>> ExecuteAsync(
        CardholderId id, PaperCodeKind kind, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (docket.Cardholder.PinSetAt is null)
        {
            return new Refusal("no-pin", "The cardholder has no PIN; a code is of no use without one.");
        }

        var now = clock.GetUtcNow();
        var (prefix, count, until, change) = kind == PaperCodeKind.Printed
            ? (SignInStore.PrintedPrefix, SignInCode.PrintedCount, (DateTimeOffset?)null, "sign-in-codes-printed")
            : (SignInStore.KioskPrefix, 1, now + SignInCode.KioskHolds, "kiosk-code-given");
        var codes = Enumerable.Range(0, count)
            .Select(index => SignInCode.Printed(hash.Of("paper-code-of", string.Create(CultureInfo.InvariantCulture, $"{id}\n{operation}\n{kind}\n{index}"))))
            .ToList();
        var typed = codes.Select(code => SignInCode.Read(code)!).ToList();
        if (await store.PutPaperCodesAsync(id, prefix, typed, until, operation, now, cancellationToken))
        {
            await dockets.ChangeAsync(id, _ => new DocketChange(change), actor, operation, cancellationToken);
        }

        return new PaperCodes(codes, until);
    }
}

/// <summary>The kinds of code on paper.</summary>
public enum PaperCodeKind
{
    /// <summary>A sheet of ten to keep with the card's papers.</summary>
    Printed,

    /// <summary>One for a kiosk, for a quarter of an hour.</summary>
    Kiosk,
}

/// <summary>Codes to hand over.</summary>
/// <param name="Codes">Each as <c>XXXX-XXXX</c>.</param>
/// <param name="Until">Until when they hold; null for as long as they are not used.</param>
public sealed record PaperCodes(IReadOnlyList<string> Codes, DateTimeOffset? Until);

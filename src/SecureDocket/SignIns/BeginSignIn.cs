using SecureDocket.Dockets;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Begins a sign-in with card number, or A-number, and PIN. The outcome only shows once a code is entered.</summary>
/// <remarks>
/// Known and unknown numbers, correct and incorrect PINs, cards in force or not all take the same storage requests and one
/// PIN hash, and get the same response. <see cref="SignInTexts"/> decides later whether a code is texted, and to whom. Whoever names the
/// person by A-number makes attempts for their card, so that there is no second row of tries.
/// </remarks>
public sealed class BeginSignIn(
    ITables tables, Lookups lookups, DocketStore dockets, Challenges challenges, SignInStore store, RateLimits rateLimits, PinHasher hasher, KeyedHash hash, KnownBrowsers browsers, SignInTexts texts, TimeProvider clock)
{
    /// <summary>The maximum number of sign-ins begun from one address in <see cref="AddressWindow"/>; a shelter or a carrier may share one address.</summary>
    public const int AddressLimit = 100;

    /// <summary>The window of <see cref="AddressLimit"/>.</summary>
    public static TimeSpan AddressWindow { get; } = TimeSpan.FromMinutes(10);

    private const int AttemptLimit = 8;

    /// <summary>Begins a sign-in. Six requests, seven for an A-number, and one PIN hash.</summary>
    /// <param name="name">The card number or A-number.</param>
    /// <param name="pin">The PIN as typed.</param>
    /// <param name="address">The network address of the caller.</param>
    /// <param name="known">The browser's proofs of earlier sign-ins, see <see cref="KnownBrowsers"/>; null for none.</param>
    /// <returns>The token with which the browser continues; refused only if there are too many sign-ins from one network.</returns>
    public async Task<Result<ChallengeToken>> ExecuteAsync(SignInName name, string pin, string address, string? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(pin);
        if (!await rateLimits.TakeAsync($"from|{hash.KeyOf("address", address)}", AddressLimit, AddressWindow, cancellationToken))
        {
            return SignInsRefusals.TooManySignIns;
        }

        var decoy = CardholderId.FromBytes(hash.Of("decoy", name.Number).AsSpan(0, CardholderId.Length));
        var owner = await lookups.FindAsync(name.Kind, name.Number, cancellationToken);
        var id = owner ?? decoy;
        var number = name.Kind == LookupKind.CardNumber ? name.Number : await CardOfAsync(id, cancellationToken);
        var partition = challenges.PartitionOf(number ?? name.Number);
        var kept = await store.FindPinAsync(id, cancellationToken);
        var fits = hasher.Fits(id, Digits.ToAscii(pin), kept?.Hash ?? hasher.Decoy);
        var triesKey = browsers.TriesKeyOf(partition, known);
        var token = Challenges.NewToken(partition);
        var challenge = new ChallengeRow
        {
            At = clock.GetUtcNow(),
            CardholderId = owner,
            CardNumber = owner is null ? null : number,
            Pin = fits ? kept?.Version : null,
        };
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var (tries, mustWait) = await challenges.FindTriesAsync(partition, triesKey, cancellationToken);

            // An attempt during the wait does not extend it; otherwise repeated attempts could lock the person out forever.
            var begin = challenges.Beginning(token, challenge);
            List<RowWrite> writes = mustWait ? [begin] : [begin, challenges.Counting(triesKey, tries)];
            if (await tables.CommitAsync(TableNames.Attempts, partition, writes, cancellationToken) is not null)
            {
                texts.Queue(new(token, mustWait));
                return token;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    // The card that signs in, or else the last one.
    private async Task<string?> CardOfAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var docket = await FindAsync(id, cancellationToken);
        var numbers = docket?.Cards.Select(card => card.Number.ToString()).ToList();
        return numbers?.LastOrDefault(number => SignInRules.Admits(docket!, number)) ?? numbers?.LastOrDefault();
    }

    // One that cannot be read is answered as one that does not exist: a failure would tell that it does. The alert was raised.
    private async Task<Docket?> FindAsync(CardholderId id, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.LoadAsync(id, cancellationToken);
        }
        catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
        {
            return null;
        }
    }
}

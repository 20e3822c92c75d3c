using SecureDocket.Cards;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Begins a sign-in with card number and PIN. What comes of it shows only when a code is tried.</summary>
/// <remarks>
/// Known and unknown numbers, right and wrong PINs, cards in force or not all take the same requests to storage and one
/// hash of a PIN, and give the same answer. Whether a code is texted, and to whom, <see cref="SignInTexts"/> decides later.
/// </remarks>
public sealed class BeginSignIn(
    ITables tables, Lookups lookups, Challenges challenges, SignInStore store, Allowances allowances, PinHasher hasher, KeyedHash hash, KnownBrowsers browsers, SignInTexts texts, TimeProvider clock)
{
    /// <summary>The most sign-ins that are begun from one address in <see cref="AddressWindow"/>: a shelter or a carrier shares one.</summary>
    public const int AddressLimit = 100;

    /// <summary>See <see cref="AddressLimit"/>.</summary>
    public static TimeSpan AddressWindow { get; } = TimeSpan.FromMinutes(10);

    private const int AttemptLimit = 8;

    /// <summary>Begins it. Six requests and the hash of a PIN.</summary>
    /// <param name="cardNumber">What was typed as card number.</param>
    /// <param name="pin">What was typed as PIN.</param>
    /// <param name="address">The network that it came from.</param>
    /// <param name="known">What the browser shows of earlier sign-ins, see <see cref="KnownBrowsers"/>; null for nothing.</param>
    /// <returns>What the browser goes on with; refused only when too much comes from one network.</returns>
    public async Task<Result<ChallengeToken>> ExecuteAsync(string cardNumber, string pin, string address, string? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cardNumber);
        ArgumentNullException.ThrowIfNull(pin);
        if (!await allowances.TakeAsync($"from|{hash.KeyOf("address", address)}", AddressLimit, AddressWindow, cancellationToken))
        {
            return SignInsRefusals.TooManySignIns;
        }

        var isNumber = CardNumber.TryParse(Digits.ToAscii(cardNumber), out var number);
        var typed = isNumber ? number.ToString() : cardNumber;
        var partition = challenges.PartitionOf(typed);
        var decoy = CardholderId.FromBytes(hash.Of("decoy", typed).AsSpan(0, CardholderId.Length));
        var owner = await lookups.FindAsync(LookupKind.CardNumber, isNumber ? typed : decoy.ToString(), cancellationToken);
        var id = owner ?? decoy;
        var kept = await store.FindPinAsync(id, cancellationToken);
        var fits = hasher.Fits(id, Digits.ToAscii(pin), kept?.Hash ?? hasher.Decoy);
        var triesKey = browsers.TriesKeyOf(partition, known);
        var token = Challenges.NewToken(partition);
        var challenge = new ChallengeRow
        {
            At = clock.GetUtcNow(),
            CardholderId = owner,
            CardNumber = owner is null ? null : typed,
            Pin = fits ? kept?.Version : null,
        };
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var (row, tries, mustWait) = await challenges.FindTriesAsync(partition, triesKey, cancellationToken);

            // A try during the wait does not lengthen it: otherwise whoever keeps trying would keep its person out for good.
            var begin = Challenges.Beginning(token, challenge);
            List<RowWrite> writes = mustWait ? [begin] : [begin, challenges.Counting(triesKey, row, tries)];
            if (await tables.CommitAsync(TableNames.Attempts, partition, writes, cancellationToken) is not null)
            {
                texts.Queue(new(token, mustWait));
                return token;
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}

using NodaTime;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.SignIns;

/// <summary>Sets a person's PIN for the portal. The person types it in an officer's presence.</summary>
/// <remarks>
/// All existing sessions end, since a new PIN is also the remedy for a stolen one. The person is notified by text,
/// since the officer could use the PIN.
/// </remarks>
public sealed class SetPin(
    DocketStore dockets, SignInStore store, Sessions sessions, PinHasher hasher, DisclosureLog disclosures, ReminderText words, TimeProvider clock)
{
    /// <summary>Sets the PIN; a retry sets it again.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="pin">The digits, see <see cref="Pin"/>.</param>
    /// <param name="actor">The officer present.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, string? pin, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (docket.Cardholder.NumberChange?.Bars(actor, clock.GetUtcNow()) == true)
        {
            return Refusals.NumberJustChanged;
        }

        var details = docket.Cardholder.Details;
        var faults = Pin.FaultsOf(pin, [details.ANumber, details.Mobile ?? "", .. docket.Cards.Select(card => card.Number.ToString())]);
        if (faults.Count > 0)
        {
            return faults.ToList();
        }

        await disclosures.RecordAsync(id, actor, Purpose.Enrollment, [SignInFields.Pin], cancellationToken);

        // The journal event, the notice and the bar precede the PIN: a crash in between leaves these without a PIN, never a PIN without these.
        var now = clock.GetUtcNow();
        var changed = await dockets.ChangeAsync(
            id,
            current => current.Cardholder.NumberChange?.Bars(actor, now) == true ? Refusals.NumberJustChanged : new DocketChange("pin-set")
            {
                Cardholder = current.Cardholder with { PinSetAt = now, PinGiven = new(actor, now) },

                // This goes to the current number, whatever the number is when the text is sent.
                Reminders = words.News(current, ReminderText.WayIn, TextKey.WayInGiven, Instant.FromDateTimeOffset(now), current.Cardholder.ReachableMobile),
            },
            actor,
            OperationId.New(),
            cancellationToken);
        if (!changed.IsRefused)
        {
            // Sign-ins begun with the old PIN end, since a challenge names the row of the PIN it began with.
            await store.PutPinAsync(id, new(hasher.Of(id, pin!), now), cancellationToken);
            await sessions.EndAllAsync(id, cancellationToken);
        }

        return changed;
    }
}

using SecureDocket.Partners;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Partners;

/// <summary>How long a partner's standing is believed.</summary>
public sealed class PartnerRegistryTests : IDisposable
{
    private static readonly Actor s_caller = new("Partner.Verifier", "partner-1");
    private static readonly Actor s_administrator = new("Program.Administrator", "administrator-1");

    private readonly ManualClock _clock = new(new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    private readonly UnsteadyTables _tables = new(new InMemoryTables(), new Random(1));
    private readonly PartnerMeters _meters;

    public PartnerRegistryTests() => _meters = new(new PartnerDays(_tables), _clock);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task A_revocation_by_one_instance_holds_on_every_other_within_a_minute()
    {
        var store = new PartnerStore(_tables);
        PartnerRegistry here = new(store, _clock), there = new(store, _clock);
        Assert.False((await new RegisterPartner(store, here, _clock).ExecuteAsync(Wanted(), null, s_administrator, default)).IsRefused);
        Assert.False((await there.CallerAsync(s_caller, default)).IsRefused);

        await new RevokePartner(store, here, _meters, _clock).ExecuteAsync("partner-1", "breach", s_administrator, OperationId.New(), default);
        Assert.Equal("partner-revoked", (await here.CallerAsync(s_caller, default)).Refusals[0].Code);
        _clock.Advance(PartnerRegistry.FreshFor);
        Assert.Equal("partner-revoked", (await there.CallerAsync(s_caller, default)).Refusals[0].Code);
        Assert.InRange(PartnerRegistry.FreshFor, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Whoever_asks_the_partners_are_read_once_in_twenty_seconds()
    {
        var registry = new PartnerRegistry(new PartnerStore(_tables), _clock);
        for (var stranger = 0; stranger < 500; stranger++)
        {
            Assert.Equal("partner-unknown", (await registry.CallerAsync(new("Partner.Verifier", $"stranger-{stranger}"), default)).Refusals[0].Code);
        }

        Assert.Equal(1, _tables.Calls);
    }

    [Fact]
    public async Task While_storage_is_away_what_was_read_serves_for_a_minute_and_then_nobody_is_let_in()
    {
        var store = new PartnerStore(_tables);
        var registry = new PartnerRegistry(store, _clock);
        await new RegisterPartner(store, registry, _clock).ExecuteAsync(Wanted(), null, s_administrator, default);
        Assert.False((await registry.CallerAsync(s_caller, default)).IsRefused);

        _tables.Away = true;
        _clock.Advance(PartnerRegistry.CacheDuration - TimeSpan.FromSeconds(1));
        var before = _tables.Calls;
        for (var call = 0; call < 10; call++)
        {
            Assert.False((await registry.CallerAsync(s_caller, default)).IsRefused);
        }

        Assert.Equal(before + 1, _tables.Calls);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => registry.CallerAsync(s_caller, default));
    }

    [Fact]
    public async Task While_storage_is_silent_nobody_waits_for_what_is_known_and_all_wait_together_for_what_is_not()
    {
        var store = new PartnerStore(_tables);
        PartnerRegistry known = new(store, _clock), unknown = new(store, _clock);
        await new RegisterPartner(store, known, _clock).ExecuteAsync(Wanted(), null, s_administrator, default);
        Assert.False((await known.CallerAsync(s_caller, default)).IsRefused);

        _tables.Held = new TaskCompletionSource().Task;
        _clock.Advance(PartnerRegistry.FreshFor - TimeSpan.FromSeconds(3));
        var before = _tables.Calls;
        for (var call = 0; call < 10; call++)
        {
            Assert.True(known.CallerAsync(s_caller, default).IsCompletedSuccessfully);
        }

        Assert.Equal(before + 1, _tables.Calls);
        _clock.Advance(PartnerRegistry.ReadingMayTake + TimeSpan.FromSeconds(2));
        Assert.False((await known.CallerAsync(s_caller, default)).IsRefused);

        using var patience = new CancellationTokenSource();
        before = _tables.Calls;
        var impatient = unknown.CallerAsync(s_caller, patience.Token);
        var patient = unknown.CallerAsync(s_caller, default);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _clock.Advance(PartnerRegistry.ReadingMayTake);
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => patient);
        Assert.Equal(before + 1, _tables.Calls);
    }

    [Fact]
    public async Task A_reading_under_way_does_not_bring_back_what_was_revoked_meanwhile()
    {
        var store = new PartnerStore(_tables);
        var registry = new PartnerRegistry(store, _clock);
        await new RegisterPartner(store, registry, _clock).ExecuteAsync(Wanted(), null, s_administrator, default);
        var answer = new TaskCompletionSource();
        _tables.Held = answer.Task;
        var early = registry.CallerAsync(s_caller, default);
        _tables.Held = Task.CompletedTask;
        await new RevokePartner(store, registry, _meters, _clock).ExecuteAsync("partner-1", "breach", s_administrator, OperationId.New(), default);
        answer.SetResult();
        Assert.False((await early).IsRefused);
        Assert.Equal("partner-revoked", (await registry.CallerAsync(s_caller, default)).Refusals[0].Code);
    }

    [Fact]
    public async Task A_repeated_revocation_is_recognised_and_another_is_refused()
    {
        var store = new PartnerStore(_tables);
        var registry = new PartnerRegistry(store, _clock);
        await new RegisterPartner(store, registry, _clock).ExecuteAsync(Wanted(), null, s_administrator, default);
        var revoke = new RevokePartner(store, registry, _meters, _clock);
        var operation = OperationId.New();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.NotNull((await revoke.ExecuteAsync("partner-1", "breach", s_administrator, operation, default)).Value!.RevokedAt);
        }

        Assert.Equal("revocation-final", (await revoke.ExecuteAsync("partner-1", "breach", s_administrator, OperationId.New(), default)).Refusals[0].Code);
        Assert.Equal(
            [(PartnerChangeKind.Revoked, "breach"), (PartnerChangeKind.Registered, null)],
            (await store.HistoryAsync("partner-1", default)).Select(change => (change.Kind, change.Reason)));
    }

    private static Partner Wanted() =>
        Partner.Create("partner-1", "Airport security", PartnerKind.Live, [PartnerScope.Verify], null, "desk@partner.example").Value!;
}

using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Tests.Approvals;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using Xunit;

namespace SecureDocket.Functions.Tests.Dockets;

/// <summary>Dockets that cannot be read: every timer leaves them as they are, goes on with the others, and takes them up again once they can be.</summary>
[Collection(Administrators.Collection)]
public sealed class BrokenDocketTests : IAsyncLifetime
{
    private BrokenWorld _world = null!;

    public async Task InitializeAsync() => _world = await BrokenWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData(Break.Damage)]
    [InlineData(Break.LostShard)]
    [InlineData(Break.VaultAway)]
    public async Task Every_timer_goes_on_with_the_others(Break how)
    {
        await _world.BreakAsync(how);

        // Without the vault nobody can compare the lists with all cards, and nobody is told that they are equal. Nor is any key rotated, once a night.
        string[] fails = how == Break.VaultAway ? ["CompareStatusLists"] : [];
        string[] mayFail = how == Break.VaultAway ? ["RewrapDocketKeys"] : [];
        string[][] broken = [[.. _world.BytesOf(0)], [.. _world.BytesOf(1)]];
        var approved = await _world.Host.Services.GetRequiredService<Approve>().ExecuteAsync(_world.Approval, new("Program.Administrator", "two"), default);
        Assert.False(approved.IsRefused);
        Assert.Equal((1, 1, ApprovalStatus.Approved), (approved.Value.Progress.Done, approved.Value.Progress.Revoked, approved.Value.Status));

        // The court is closed, and notices leave.
        Assert.Equal(fails, (await _world.RunTimersAsync()).Except(mayFail));
        Assert.NotNull((await _world.DocketAsync(2)).Hearings.Single().Closed);
        Assert.Equal(CardStatus.Revoked, (await _world.DocketAsync(3)).Cards.Single().Status);
        Assert.DoesNotContain(_world.Tables.RowsOf(TableNames.StatusChanges), row => row.Row.Json.Contains(_world.People[3].Id, StringComparison.Ordinal));
        Assert.Equal(fails, (await _world.PassAsync(TimeSpan.FromMinutes(11))).Except(mayFail));
        Assert.Equal(fails, (await _world.PassAsync(TimeSpan.FromMinutes(11))).Except(mayFail));
        Assert.True(_world.TextsTo(2) > 0 && _world.TextsTo(3) > 0);
        Assert.Equal((0, 0), (_world.TextsTo(0), _world.TextsTo(1)));

        // Nobody comes, and the phones send no receipts.
        Assert.Equal(fails, (await _world.PassAsync(TimeSpan.FromHours(26))).Except(mayFail));
        Assert.Equal(CheckInStatus.Missed, (await _world.DocketAsync(2)).CheckIns.Single().Status);
        Assert.Equal(fails, (await _world.PassAsync(TimeSpan.FromHours(26))).Except(mayFail));
        Assert.Contains((await _world.DocketAsync(2)).Reminders, reminder => reminder is { State: ReminderState.Unknown, Reason: "no-receipt" });

        // The cards expire.
        _world.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(fails, (await _world.RunTimersAsync()).Except(mayFail));
        Assert.Equal(broken, [[.. _world.BytesOf(0)], [.. _world.BytesOf(1)]]);
        Assert.NotEmpty(_world.HintsOf(0, TableNames.Due));
        Assert.NotEmpty(_world.HintsOf(0, TableNames.Seats));
        Assert.NotEmpty(_world.HintsOf(0, TableNames.Issued));

        await _world.MendAsync(how);
        Assert.Empty(await _world.RunTimersAsync());
        Assert.Empty(await _world.PassAsync(TimeSpan.FromMinutes(61)));
        Assert.Equal(CardStatus.Revoked, (await _world.DocketAsync(1)).Cards.Single().Status);
        Assert.Equal(ApprovalStatus.Finished, (await _world.Host.Services.GetRequiredService<ApprovalStore>().FindAsync(_world.Approval, default))!.Value.Status);
        var mended = await _world.DocketAsync(0);
        Assert.Equal(CheckInStatus.Missed, mended.CheckIns.Single().Status);
        Assert.NotNull(mended.Hearings.Single().Closed);
        Assert.True(_world.TextsTo(0) > 0);

        _world.Host.Clock.Advance(TimeSpan.FromDays(367));
        Assert.Empty(await _world.RunTimersAsync());
        Assert.Equal(CardStatus.Expired, (await _world.DocketAsync(0)).Cards.Single().Status);
    }

    [Fact]
    public async Task Cards_expire_although_others_that_cannot_be_read_come_first()
    {
        await _world.BreakAsync(Break.LostShard);
        var bytes = _world.BytesOf(0);
        _world.Host.Clock.Advance(TimeSpan.FromDays(367));
        Assert.Empty(await _world.RunTimersAsync());
        Assert.Equal(CardStatus.Expired, (await _world.DocketAsync(2)).Cards.Single().Status);
        Assert.Equal(bytes, _world.BytesOf(0));
        Assert.NotEmpty(_world.HintsOf(0, TableNames.Issued));
    }
}

using SecureDocket.SignIns;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.SignIns;

/// <summary>The sessions of a person.</summary>
public sealed class SessionsTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2030, 6, 3, 17, 0, 0, TimeSpan.Zero));
    private readonly InMemoryTables _tables = new();

    [Fact]
    public async Task All_sessions_end_even_one_that_cannot_be_read()
    {
        var sessions = Core.Over(_tables, _clock).Get<Sessions>();
        var person = CardholderId.New();
        await sessions.OpenAsync(person, "7K3M-9QXT-2VB4", "Android", isByPaperCode: false, default);
        await _tables.CommitAsync(TableNames.SignIns, person.ToString(), [RowWrite.Put(Sessions.Prefix + "broken", "{\"startedAt\":1}")], default);

        await sessions.EndAllAsync(person, default);

        Assert.Empty(_tables.RowsOf(TableNames.SignIns));
    }
}

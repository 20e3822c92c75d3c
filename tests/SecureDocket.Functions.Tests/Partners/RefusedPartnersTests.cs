using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Partners;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Partners;

/// <summary>Who is refused can be found in the log, and fills it with nothing.</summary>
public sealed class RefusedPartnersTests
{
    private readonly ManualClock _clock = new(new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    private readonly Lines _lines = new();

    [Fact]
    public void Whoever_is_refused_is_named_once_a_minute_and_no_more_are_named_than_there_can_be_partners()
    {
        var refused = new RefusedPartners(_clock, _lines);
        for (var request = 0; request < 100; request++)
        {
            refused.Tell(new("Partner.Verifier", "partner-1"), "too-many-requests");
        }

        Assert.Equal(["83 Warning Partner partner-1 was refused: too-many-requests."], _lines.Written);
        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var stranger = 0; stranger < 2000; stranger++)
        {
            refused.Tell(new("Partner.Verifier", $"stranger-{stranger}"), "partner-unknown");
        }

        Assert.Equal(1 + 1000, _lines.Written.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        refused.Tell(new("Partner.Verifier", "partner-1"), "too-many-requests");
        Assert.Equal(_lines.Written[0], _lines.Written[^1]);
    }

    private sealed class Lines : ILogger<RefusedPartners>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{eventId.Id} {logLevel} {formatter(state, exception)}");
    }
}

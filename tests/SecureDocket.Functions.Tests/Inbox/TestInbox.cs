using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Inbox;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Inbox;

/// <summary>Items of the inbox to try its functions on.</summary>
internal static class TestInbox
{
    /// <summary>Raises an item for a person's words, received now.</summary>
    public static Task<string> RaiseAsync(TestHost host, string cardholderId, string words = "estoy en el hospital", InboxKind kind = InboxKind.Unclear, string? office = null) =>
        host.Services.GetRequiredService<InboxItems>().RaiseAsync(
            Guid.NewGuid().ToString(),
            new(TestCheckIns.Id(cardholderId), kind, Instant.FromDateTimeOffset(host.Clock.GetUtcNow()), "es", words) { Office = office },
            default);
}

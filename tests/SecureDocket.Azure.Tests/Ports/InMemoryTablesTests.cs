using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class InMemoryTablesTests : TablesConformance
{
    protected override ITables Tables { get; } = new InMemoryTables(clock: TimeProvider.System);
}

using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Azure.Tests.Ports;

public sealed class InMemoryBlobsTests : BlobsConformance
{
    protected override IBlobs Blobs { get; } = new InMemoryBlobs();
}

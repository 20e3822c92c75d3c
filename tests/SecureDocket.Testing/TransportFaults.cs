using System.Net.Sockets;
using Azure;

namespace SecureDocket.Testing;

/// <summary>Calls without an answer, in the exceptions that the real transport gives for them.</summary>
internal static class TransportFaults
{
    public static RequestFailedException BeforeConnecting()
    {
        var refused = new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));
        return new RequestFailedException(refused.Message, refused);
    }

    public static TaskCanceledException WaitingForTheAnswer()
        => new("The operation was cancelled because it exceeded the configured timeout.", new TimeoutException());
}

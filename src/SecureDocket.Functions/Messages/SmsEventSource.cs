namespace SecureDocket.Functions.Messages;

/// <summary>The queue to which Event Grid delivers the events of the text message provider.</summary>
/// <remarks>
/// <c>host.json</c> makes the host pass messages on without decoding, and the functions decode them. If the host decoded them, a
/// message that is not Base64 would reach no function and stay in the poison queue forever.
/// </remarks>
public static class SmsEventSource
{
    /// <summary>The queue's name.</summary>
    public const string Name = "sms-events";

    /// <summary>
    /// The queue for messages that failed as often as <c>host.json</c> allows: once a minute for four hours. Failures come from
    /// dependencies, and a person's STOP must survive an outage.
    /// </summary>
    public const string Poison = Name + "-poison";

    /// <summary>
    /// The setting with the queue's storage: a connection string under this name, or <c>SmsEvents__queueServiceUri</c> with
    /// managed identity. It is separate because the host and its scaler read it, not the worker.
    /// </summary>
    public const string Connection = "SmsEvents";
}

namespace SecureDocket.Functions.Messages;

/// <summary>The queue into which Event Grid puts what the provider of text messages tells us.</summary>
/// <remarks>
/// <c>host.json</c> has the host hand messages over as they lie in the queue, and the functions decode them. Where the host
/// decodes, one that is not Base64 reaches no function, and stays in the poison queue for ever.
/// </remarks>
public static class SmsEventSource
{
    /// <summary>The queue's name.</summary>
    public const string Name = "sms-events";

    /// <summary>
    /// Where the host puts a message that failed as often as <c>host.json</c> allows: once a minute for four hours, since what
    /// fails is a dependency, and a person's STOP must outlast an outage.
    /// </summary>
    public const string Poison = Name + "-poison";

    /// <summary>
    /// The setting that names the queue's storage: a connection string under this very name, or <c>SmsEvents__queueServiceUri</c>
    /// where managed identity is used. A setting of its own, since the host and its scaler read it, not the worker.
    /// </summary>
    public const string Connection = "SmsEvents";
}

namespace SecureDocket.Dockets;

/// <summary>Tells whose cards a caller was shown.</summary>
public interface IPresentedCards
{
    /// <summary>Whether the caller verified a card of this docket within the last hour. One request.</summary>
    Task<bool> WasPresentedAsync(CardholderId id, Actor actor, CancellationToken cancellationToken);
}

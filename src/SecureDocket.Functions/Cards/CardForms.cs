using SecureDocket.Credentials;

namespace SecureDocket.Functions.Cards;

/// <summary>Reads the parts that card orders have in common.</summary>
internal static class CardForms
{
    /// <summary>The thumbnail of an order, from base64; null when absent or invalid.</summary>
    public static Face? Thumbnail(JsonForm json, List<Refusal> faults)
    {
        if (json.Text("thumbnail") is not { } base64)
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            faults.Add(CardsRefusals.Thumbnail);
            return null;
        }

        var face = Photos.Thumbnail.Accept(bytes.AsMemory(0, length));
        faults.AddRange(face.Refusals);
        return face.Value;
    }
}

namespace Azure.Storage.Blobs.Wire;

/// <summary>The answer to a conditional read that found nothing new: a status to look at, no value to use.</summary>
internal sealed class NotModified<T>(Response response) : Response<T>
{
    public const int Status = 304;

    public override T Value => throw new RequestFailedException(response);

    public override Response GetRawResponse() => response;
}

using System.Globalization;

namespace Azure.Data.Tables;

public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        // Only the details parser knows the index: the service writes it as the first characters of its message.
        if (requestFailedException.Data[ServiceErrorParser.FailedActionIndex] is string index)
        {
            Data[ServiceErrorParser.FailedActionIndex] = index;
            FailedTransactionActionIndex = int.Parse(index, CultureInfo.InvariantCulture);
        }
    }

    public int? FailedTransactionActionIndex { get; }
}

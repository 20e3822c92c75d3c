namespace SecureDocket.CostSheet;

/// <summary>What Azure asks, in US dollars: list prices of the East US region as known in autumn 2026, without taxes, commitments and free grants.</summary>
/// <remarks>Prices change and differ by region and contract. Put your own here and run the program: the formulas stay.</remarks>
public sealed record Prices
{
    /// <summary>Ten thousand operations on tables, geo-redundant with read access. A transaction of many rows is one operation.</summary>
    public double TableOperations10K { get; init; } = 0.00036;

    /// <summary>A gigabyte of rows for a month, geo-redundant with read access.</summary>
    public double TableGigabyteMonth { get; init; } = 0.075;

    /// <summary>Ten thousand writes of blobs, geo-redundant with read access.</summary>
    public double BlobWrites10K { get; init; } = 0.13;

    /// <summary>A gigabyte of blobs for a month, geo-redundant with read access, hot.</summary>
    public double BlobGigabyteMonth { get; init; } = 0.046;

    /// <summary>Ten thousand operations with an elliptic-curve key in an HSM, or with an RSA key of 3072 bits there.</summary>
    public double KeyOperations10K { get; init; } = 0.15;

    /// <summary>An elliptic-curve key in an HSM, or an RSA key of 3072 bits there, for a month, each version that was used in it.</summary>
    public double KeyMonth { get; init; } = 5.00;

    /// <summary>A gigabyte-second of a function that runs, on demand.</summary>
    public double GigabyteSecond { get; init; } = 0.000026;

    /// <summary>A million executions of functions.</summary>
    public double Executions1M { get; init; } = 0.40;

    /// <summary>A gigabyte-second of an instance that is always ready, whether it works or not.</summary>
    public double AlwaysReadyGigabyteSecond { get; init; } = 0.000004;

    /// <summary>
    /// One segment of a text to a phone in the United States: the provider's price and a carrier's surcharge. A preview of a text shows the
    /// same, <c>PreviewText.CentsPerSegment</c>; a test compares them.
    /// </summary>
    public double TextSegment { get; init; } = 0.0075 + 0.003;

    /// <summary>A toll-free number for a month.</summary>
    public double TollFreeNumberMonth { get; init; } = 2;

    /// <summary>A short code for a month.</summary>
    public double ShortCodeMonth { get; init; } = 1000;

    /// <summary>One call of a probe from one place.</summary>
    public double ProbeCall { get; init; } = 0.0006;

    /// <summary>An alert rule that looks every five minutes, for a month.</summary>
    public double AlertRuleMonth { get; init; } = 1.50;

    /// <summary>A private endpoint for a month.</summary>
    public double PrivateEndpointMonth { get; init; } = 7.30;

    /// <summary>A gigabyte of logs, metrics and traces that is taken in.</summary>
    public double LogGigabyte { get; init; } = 2.76;

    /// <summary>A million events and queue messages, with the queue's own operations: one write, one read, one deletion each.</summary>
    public double Events1M { get; init; } = 0.60 + (3 * 0.40);
}

using SecureDocket.Approvals;
using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>A class of records that lie in dockets, or beside them.</summary>
public interface IRetainedByDocket
{
    /// <summary>The class.</summary>
    RetentionClass Class { get; }

    /// <summary>How many of a docket's records are due.</summary>
    /// <param name="docket">The docket.</param>
    /// <param name="period">The moments that count.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken);

    /// <summary>Disposes of a docket's records that are due, and records it in the journal. A call that dies at any point is completed by the next one.</summary>
    /// <param name="docket">The docket, in which something is due and on which no hold is.</param>
    /// <param name="period">The moments that count.</param>
    /// <param name="release">Who released it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if something changed the docket meanwhile, so that some may be left.</returns>
    Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken);
}

/// <summary>A class of records that no docket lists.</summary>
public interface IRetainedByAge
{
    /// <summary>The class.</summary>
    RetentionClass Class { get; }

    /// <summary>How many records are due.</summary>
    Task<int> CountDueAsync(RetentionPeriod period, CancellationToken cancellationToken);

    /// <summary>Disposes of some records that are due. Doing it again changes nothing more.</summary>
    /// <param name="period">The moments that count.</param>
    /// <param name="from">Where to continue; null at the beginning.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were disposed of, and where to continue; null at the end.</returns>
    Task<(int Disposed, string? Next)> DisposeSomeAsync(RetentionPeriod period, string? from, CancellationToken cancellationToken);
}

/// <summary>The moments that count for a rule.</summary>
/// <param name="AsOf">When the report began.</param>
/// <param name="DueBefore">What was triggered before this is due.</param>
public sealed record RetentionPeriod(DateTimeOffset AsOf, DateTimeOffset DueBefore)
{
    internal static RetentionPeriod Of(RetentionRule rule, RetentionReport report) => new(report.StartedAt, rule.DueBefore(report.StartedAt));
}

/// <summary>The release of a report.</summary>
/// <param name="Approval">The approval.</param>
/// <param name="Rule">The rule that is applied.</param>
public sealed record Release(Approval Approval, RetentionRule Rule)
{
    internal ErasureOrder Erasure => new(ErasureReasons.RetentionEnded, Rule.Authority, Approval.RequestedBy, Approval.ApprovedBy!);

    /// <summary>The operation on a docket, so that a commit whose response was lost is recognized.</summary>
    public OperationId OperationOn(CardholderId docket) => new OperationId(Approval.Operation).Part($"{Rule.Class}|{docket}");
}

namespace Azure.Data.Tables;

/// <summary>Turns "fetch the page at this token" into the two pageable shapes.</summary>
internal static class EntityPages
{
    public delegate Task<Page<T>> Fetch<T>(string continuationToken, int? pageSize, bool async);

    public static AsyncPageable<T> Async<T>(Fetch<T> fetch, int? maxPerPage, CancellationToken cancellationToken) =>
        new AsyncPages<T>(fetch, maxPerPage, cancellationToken);

    public static Pageable<T> Sync<T>(Fetch<T> fetch, int? maxPerPage) => new SyncPages<T>(fetch, maxPerPage);

    private sealed class AsyncPages<T>(Fetch<T> fetch, int? maxPerPage, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(string continuationToken = null, int? pageSizeHint = null)
        {
            do
            {
                var page = await fetch(continuationToken, pageSizeHint ?? maxPerPage, async: true).ConfigureAwait(false);
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }

    private sealed class SyncPages<T>(Fetch<T> fetch, int? maxPerPage) : Pageable<T>
    {
        public override IEnumerable<Page<T>> AsPages(string continuationToken = null, int? pageSizeHint = null)
        {
            do
            {
                var page = fetch(continuationToken, pageSizeHint ?? maxPerPage, async: false).GetAwaiter().GetResult();
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }
}

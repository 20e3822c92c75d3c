namespace SecureDocket.Simulation;

/// <summary>Runs everything on the caller's thread, and draws what runs next: one seed, one interleaving.</summary>
internal sealed class SeededScheduler(Random random) : TaskScheduler
{
    private readonly List<Task> _ready = [];

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts something; it runs in <see cref="RunUntilIdle"/>.</summary>
    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Runs until nothing is left that could run. What waits for a call of a killed process waits for ever.</summary>
    public void RunUntilIdle()
    {
        // A context of the caller's, as test runners have one, would carry everything off to its own threads.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (_ready.Count > 0)
            {
                var index = random.Next(_ready.Count);
                var task = _ready[index];
                _ready[index] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
                TryExecuteTask(task);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_ready)
            _ready.Add(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}

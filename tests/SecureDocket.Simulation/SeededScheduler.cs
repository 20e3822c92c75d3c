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
        while (_ready.Count > 0)
        {
            var index = random.Next(_ready.Count);
            var task = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            TryExecuteTask(task);
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

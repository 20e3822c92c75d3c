namespace SecureDocket.Reminders;

/// <summary>One docket's turn in a run: its hints one after another, up to its share.</summary>
internal sealed class DocketTurn
{
    private readonly Lock _gate = new();
    private readonly Queue<FoundHint> _waiting = new();
    private bool _isEntered;
    private int _left = SendDueReminders.DocketShare;

    /// <summary>Whether it had more than its share, or was postponed because other commands kept changing it.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>The hint for the caller to follow; null if another task works on the docket and takes it.</summary>
    public FoundHint? Enter(FoundHint found)
    {
        lock (_gate)
        {
            if (_isEntered)
            {
                _waiting.Enqueue(found);
                return null;
            }

            _isEntered = true;
            return found;
        }
    }

    /// <summary>The next hint found in the meantime; null if there is none, which ends the turn.</summary>
    public FoundHint? Next()
    {
        lock (_gate)
        {
            _isEntered = _waiting.TryDequeue(out var next);
            return _isEntered ? next : null;
        }
    }

    /// <summary>Whether one more hint may be followed in this run.</summary>
    public bool Take()
    {
        if (_left > 0)
        {
            _left--;
            return true;
        }

        IsCrowded |= _left == 0;
        return false;
    }

    /// <summary>Leaves the rest to the next run.</summary>
    public void PutOff() => (_left, IsCrowded) = (0, true);

    /// <summary>Leaves the rest to the next run because of a storage failure.</summary>
    public void End() => _left = -1;
}

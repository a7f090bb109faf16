namespace FileStorage.Core.Auditing;

/// <summary>How it ended. The numbers are stored.</summary>
public enum AuditOutcome
{
    /// <summary>Done; of acts that are told before they are carried out: done unless a later row of the same act says otherwise.</summary>
    Done = 0,

    /// <summary>Refused: a wrong password, too many attempts.</summary>
    Refused = 1,

    /// <summary>Told before, and then it failed.</summary>
    Failed = 2,
}

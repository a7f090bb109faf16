namespace FileStorage.Sync.Planning;

/// <summary>What is to be done about a subject now: a step, waiting for others, or nothing. Both a step and waiting where the step is another subject's.</summary>
internal sealed record Decision
{
    public static readonly Decision Nothing = new();

    public Operation? Operation { get; init; }

    /// <summary>Decided again once all of them have taken a step.</summary>
    public IReadOnlyList<Subject> Blockers { get; init; } = [];

    /// <summary>Why nothing can be done, for the user.</summary>
    public string? Problem { get; init; }

    public static Decision Do(Operation operation) => new() { Operation = operation };

    public static Decision Wait(params IReadOnlyList<Subject> blockers) => new() { Blockers = blockers };

    public static Decision DoAndWait(Operation operation) => new() { Operation = operation, Blockers = [operation.Subject] };

    public static Decision Report(string problem) => new() { Problem = problem };
}

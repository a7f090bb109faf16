namespace Orleans.Embedded.References;

/// <summary>What a grain method may return.</summary>
internal enum ReturnKind
{
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    AsyncEnumerable,
}

namespace Orleans.Embedded.Requests;

/// <summary>Beside which other calls a call may run while they wait at an await.</summary>
internal enum Interleaving
{
    Never,
    WithReads,
    Always,
}

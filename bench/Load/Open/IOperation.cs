namespace FileStorage.Bench.Load.Open;

/// <summary>Does what arrives; each slot has its own.</summary>
internal interface IOperation : IDisposable
{
    /// <summary>Does one arrival and returns when it is done. Null: it went well; else what went wrong, in few words that group well.</summary>
    string? Do(Arrival arrival);
}

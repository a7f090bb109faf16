namespace FileStorage.Api.Reading;

/// <summary>What the conditions of a GET or HEAD lead to.</summary>
internal enum ReadCondition
{
    /// <summary>Send it.</summary>
    Proceed,

    /// <summary>304: the caller has it.</summary>
    NotModified,

    /// <summary>412: it is not what the caller expects.</summary>
    Failed,
}

using Orleans.Embedded.Requests;

namespace Orleans.Embedded.Activations;

/// <summary>Waiting calls in the order of their arrival, linked through the calls themselves.</summary>
internal struct RequestQueue
{
    private Request? _last;

    public Request? First { get; private set; }

    public readonly bool IsEmpty => First is null;

    public void Enqueue(Request request)
    {
        if (_last is null)
        {
            First = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }

    public Request Dequeue()
    {
        var request = First!;
        First = request.Next;
        request.Next = null;
        if (First is null)
        {
            _last = null;
        }

        return request;
    }
}

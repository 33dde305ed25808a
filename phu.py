def hai():
    return 2
